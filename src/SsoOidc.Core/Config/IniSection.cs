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
