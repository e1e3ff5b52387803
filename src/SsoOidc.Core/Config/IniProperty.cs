using System.Diagnostics.CodeAnalysis;

namespace SsoOidc.Config;

/// <summary>A key with its value, or with a nested block of keys if the value is empty.</summary>
internal sealed class IniProperty(string key, string value, int line, int indent)
{
    private readonly List<string> _lines = [value];

    /// <summary>The key in lower case.</summary>
    public string Key { get; } = key;

    public int Line { get; } = line;

    public int Indent { get; } = indent;

    /// <summary>Lines of a continued value are joined by a newline, as the AWS CLI does.</summary>
    [AllowNull]
    public string Value
    {
        get => field ??= string.Join("\n", _lines);
        private set;
    }

    /// <summary>Whether indented lines below are keys of a block, since the key's own line has no value.</summary>
    public bool IsBlock => _lines[0].Length == 0;

    /// <summary>Where the value stands in the text, without blanks and comment around it.</summary>
    public int ValueStart { get; set; }

    public int ValueEnd { get; set; }

    /// <summary>The offset behind the property's last line.</summary>
    public int End { get; set; }

    /// <summary>The keys of an indented block, one level deep.</summary>
    public List<IniProperty> Nested { get; } = [];

    public void Continue(string line)
    {
        _lines.Add(line);
        Value = null;
    }
}
