Console.WriteLine("noisyrnn");
