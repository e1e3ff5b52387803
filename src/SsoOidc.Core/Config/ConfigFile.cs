using SsoOidc.Base;

namespace SsoOidc.Config;

/// <summary>The sections of one file by kind. Section names are case-sensitive, keys are not.</summary>
internal sealed class ConfigFile
{
    private ConfigFile()
    {
    }

    public Dictionary<string, ConfigSection> Profiles { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ConfigSection> Sessions { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ConfigSection> Services { get; } = new(StringComparer.Ordinal);

    /// <summary>Headers of no kind we know, among them profiles that lack the word <c>profile</c>.</summary>
    public HashSet<string> OtherHeaders { get; } = new(StringComparer.Ordinal);

    /// <summary>A missing file is an empty one.</summary>
    /// <exception cref="ConfigFileException">The file cannot be read or parsed.</exception>
    public static ConfigFile Load(string path, bool isCredentials, CancellationToken cancellationToken = default)
    {
        var file = new ConfigFile();
        if (ConfigText.Read(path, cancellationToken) is not { } text)
            return file;

        var sections = IniFile.Parse(text, path).Sections;
        var hasPrefixedDefault = !isCredentials && sections.Any(section => SplitHeader(section.Header) is ("profile", AwsConfig.DefaultProfile));
        foreach (var section in sections)
        {
            var (kind, name) = SplitHeader(section.Header);
            if (isCredentials)
                file.AddCredentials(section, kind, name, path);
            else if (kind.Length == 0)
                file.AddBare(section, name, path, hasPrefixedDefault);
            else
                file.AddPrefixed(section, kind, name, path);
        }

        return file;
    }

    /// <summary>A header of two words by the rules of a shell, else an empty kind and the header as it is.</summary>
    public static (string Kind, string Name) SplitHeader(string header) =>
        ShellWords.Split(header) is { Count: 2 } words ? (words[0], words[1]) : ("", header);

    /// <summary>Whether a header that is not read means this name: blanks or an open quote keep it from being two words.</summary>
    public static bool IsMeant(string header, string name)
    {
        var kind = header.Split([' ', '\t'], 2);
        return kind.Length == 2 && kind[0] is "profile" or "sso-session" && kind[1].Trim().Trim('"', '\'') == name.Trim('"', '\'');
    }

    /// <summary>The header that is read as this name.</summary>
    public static string HeaderOf(string kind, string name)
    {
        var shown = Shown.Clean(name);
        return ShellWords.Split(name) is [var word] && word == name ? $"{kind} {shown}" : $"{kind} \"{shown.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
    }

    // The credentials file has bare names, taken literally. A file given as profile location may be a config file, so
    // the prefix is understood as well.
    private void AddCredentials(IniSection section, string kind, string name, string path) =>
        Merge(Profiles, "profile", kind == "profile" ? name : section.Header, section, path);

    // [profile default] replaces [default], as in every SDK.
    private void AddBare(IniSection section, string name, string path, bool hasPrefixedDefault)
    {
        if (name != AwsConfig.DefaultProfile)
            OtherHeaders.Add(name);
        else if (!hasPrefixedDefault)
            Merge(Profiles, "profile", name, section, path);
    }

    private void AddPrefixed(IniSection section, string kind, string name, string path)
    {
        var sections = kind switch
        {
            "profile" => Profiles,
            "sso-session" => Sessions,
            "services" => Services,
            _ => null,
        };
        if (sections is not null)
            Merge(sections, kind, name, section, path);
    }

    private static void Merge(Dictionary<string, ConfigSection> sections, string kind, string name, IniSection section, string path)
    {
        if (!sections.TryGetValue(name, out var merged))
            sections.Add(name, merged = new ConfigSection(kind, name));
        merged.Merge(section, path);
    }
}
