namespace SsoOidc.Config;

/// <summary>One header and what stands under it, with the places needed to change a value and nothing else.</summary>
internal sealed class IniSection(string header, int end)
{
    /// <summary>The text between the brackets.</summary>
    public string Header { get; } = header;

    /// <summary>In file order; a key may stand more than once, and then the last counts.</summary>
    public List<IniProperty> Properties { get; } = [];

    /// <summary>The offset behind the line of the header or of the last property: where a new property goes.</summary>
    public int End => Properties.Count == 0 ? end : Properties[Properties.Count - 1].End;
}

/// <summary>A key with its value, or with a nested block of keys if the value is empty.</summary>
internal sealed class IniProperty(string key, int line, int indent)
{
    /// <summary>The key in lower case.</summary>
    public string Key { get; } = key;

    public int Line { get; } = line;

    public int Indent { get; } = indent;

    /// <summary>Lines of a continued value are joined by a newline, as the AWS CLI does.</summary>
    public string Value { get; set; } = "";

    /// <summary>Where the value stands in the text, without blanks and comment around it.</summary>
    public int ValueStart { get; set; }

    public int ValueEnd { get; set; }

    /// <summary>The offset behind the property's last line.</summary>
    public int End { get; set; }

    /// <summary>The keys of an indented block, one level deep.</summary>
    public List<IniProperty> Nested { get; } = [];
}
