return NoisyRnn.Cli.CommandLine.Run(args);
