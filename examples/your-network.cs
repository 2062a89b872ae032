#:project ../src/NoisyRnn/NoisyRnn.csproj
// A network that was trained elsewhere, and some trials: does it prefer noise, why, and what helps? The repaired network is saved for NumPy.
//   dotnet run examples/your-network.cs model.safetensors trials.npz 0.5       # the level of its training noise; left out, as the file says
using NoisyRnn.Experiments;
using NoisyRnn.Networks;

var audit = new ModelAudit
{
    Data = args[1],
    TrainingLevel = args.Length > 2 ? double.Parse(args[2]) : null,
    Threads = Environment.ProcessorCount,
}.Of([args[0]]);
Console.WriteLine(audit.Answer);
foreach (var reason in audit.Why)
    Console.WriteLine($"- {reason}");
foreach (var point in audit.Content.Networks[0].Points)
    Console.WriteLine($"level {point.Level,4:0.00}   error {point.Loss:0.0000}");
Console.WriteLine($"page: {audit.ReportPath}");

foreach (var (way, file) in audit.Repaired)
{
    var arrays = Path.ChangeExtension(file, ".npz");
    ModelExport.Of(Model.Read(file), ExportNames.Own, isSingle: false).Write(arrays, ExportFormat.Npz);
    Console.WriteLine($"{way}: {arrays}");
}
