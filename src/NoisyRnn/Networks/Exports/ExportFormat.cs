namespace NoisyRnn.Networks;

/// <summary>Files that a network is written to for other programs.</summary>
public enum ExportFormat
{
    /// <summary>NumPy's npz.</summary>
    Npz,

    /// <summary>safetensors.</summary>
    Safetensors,

    /// <summary>MATLAB's .mat, version 5.</summary>
    Mat,

    /// <summary>ONNX: the network as operators, a step and the whole sequence.</summary>
    Onnx,
}
