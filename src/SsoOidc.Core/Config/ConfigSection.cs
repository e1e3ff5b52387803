using SsoOidc.Base;

namespace SsoOidc.Config;

/// <summary>A profile, an sso-session or a services section, merged from all places that define it.</summary>
internal sealed class ConfigSection(string kind, string name)
{
    private readonly Dictionary<string, (IniProperty Property, string FilePath)> _entries = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    /// <summary>How messages name the section, such as <c>profile 'dev'</c>.</summary>
    public string Title { get; } = $"{kind} '{Shown.Clean(name)}'";

    public IEnumerable<string> Keys => _entries.Keys;

    /// <summary>The value of a key; <c>null</c> if the key is absent or its value is empty.</summary>
    public Setting<string>? Get(string key) =>
        _entries.TryGetValue(key, out var entry) ? ToSetting(entry.Property, entry.FilePath) : null;

    /// <summary>The value of a key in an indented block; <c>null</c> if either is absent.</summary>
    public Setting<string>? Get(string block, string key)
    {
        if (!_entries.TryGetValue(block, out var entry))
            return null;
        var nested = entry.Property.Nested.FindLast(property => property.Key == key);
        return nested is null ? null : ToSetting(nested, entry.FilePath);
    }

    /// <summary>Adds a section of a file; its keys replace those that are there.</summary>
    public void Merge(IniSection section, string filePath)
    {
        foreach (var property in section.Properties)
            _entries[property.Key] = (property, filePath);
    }

    /// <summary>Adds all keys of another section; they replace those that are there.</summary>
    public void Merge(ConfigSection other)
    {
        foreach (var entry in other._entries)
            _entries[entry.Key] = entry.Value;
    }

    private Setting<string>? ToSetting(IniProperty property, string filePath) =>
        property.Value.Length == 0
            ? null
            : new Setting<string>(property.Value, $"{Shown.Clean(property.Key)} of {Title} ({Shown.Clean(filePath, 1000)}, line {property.Line})");
}
