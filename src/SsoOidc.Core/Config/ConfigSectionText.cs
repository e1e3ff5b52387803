using SsoOidc.Base;

namespace SsoOidc.Config;

/// <summary>A section as it is to stand in a config file, checked so that every tool reads back what was meant.</summary>
internal sealed class ConfigSectionText
{
    private const string BareCharacters = "_-@+.%:/";

    /// <exception cref="SsoOidcConfigurationException">The name or a value cannot be written.</exception>
    public ConfigSectionText(string kind, string name, IEnumerable<(string Key, string? Value)> keys)
    {
        Kind = kind;
        Name = name;
        Keys = [.. from key in keys where key.Value is not null select (key.Key, key.Value!)];
        Header = kind == "profile" && name == AwsConfig.DefaultProfile ? $"[{name}]" : $"[{kind} {(IsBare(name) ? name : $"\"{name}\"")}]";
        if (name.Length == 0 || name.Trim() != name || name.Any(c => char.IsControl(c) || c is '"' or '\\' or '#' or ';'))
            throw new SsoOidcConfigurationException($"The {kind} name '{Shown.Clean(name, 100)}' cannot be saved: expected a name without quotes, backslashes, comment signs and blanks at its ends.");
        foreach (var (key, value) in Keys)
        {
            if (value.Length == 0 || value.Trim() != value || value.Any(char.IsControl) || HasComment(value))
                throw new SsoOidcConfigurationException($"The value '{Shown.Clean(value, 100)}' of {key} cannot be saved: expected one line without a comment.");
        }
    }

    public string Kind { get; }

    public string Name { get; }

    public IReadOnlyList<(string Key, string Value)> Keys { get; }

    public IEnumerable<string> Lines => Keys.Select(key => $"{key.Key} = {key.Value}").Prepend(Header);

    private string Header { get; }

    /// <summary>Whether every tool reads the name without quotes.</summary>
    public static bool IsBare(string name) => name.All(c => Platform.IsAsciiLetterOrDigit(c) || BareCharacters.IndexOf(c) >= 0);

    private static bool HasComment(string value)
    {
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] is '#' or ';' && char.IsWhiteSpace(value[i - 1]))
                return true;
        }

        return value[0] is '#' or ';';
    }

    /// <summary>The section as it is to stand in the file.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Lines);
}
