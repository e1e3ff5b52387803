using SsoOidc.Base;

namespace SsoOidc;

/// <summary>A shared config or credentials file cannot be read: the message names the file, the line and what was expected there.</summary>
public sealed class ConfigFileException : SsoOidcConfigurationException
{
    internal ConfigFileException(string filePath, int line, string problem, Exception? inner = null)
        : base(Describe(filePath, line, problem), inner)
    {
        FilePath = filePath;
        Line = line;
    }

    /// <summary>The file's path.</summary>
    public string FilePath { get; }

    /// <summary>The line at fault, counted from 1; 0 when the fault is the file's as a whole.</summary>
    public int Line { get; }

    private static string Describe(string filePath, int line, string problem) =>
        line == 0 ? $"{Shown.Clean(filePath, 1000)}: {problem}" : $"{Shown.Clean(filePath, 1000)}, line {line}: {problem}";
}
