using System.Text;
using SsoOidc.Base;
using SsoOidc.Files;

namespace SsoOidc.Config;

/// <summary>Writes an <c>[sso-session]</c> section; every other byte of the config file stays.</summary>
internal static class ConfigWriter
{
    // A change takes milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Adds the section, or brings its keys up to date. Nothing is written if all is as asked.</summary>
    /// <param name="config">Tells the file's path. What it has already read is not updated.</param>
    /// <param name="name">The session's name.</param>
    /// <param name="startUrl">The access portal's address, written as given.</param>
    /// <param name="region">The region of IAM Identity Center.</param>
    /// <param name="scopes">The registration scopes; <c>null</c> leaves the key alone.</param>
    /// <returns>Whether the file changed.</returns>
    /// <exception cref="SsoOidcConfigurationException">A value cannot be written, or the file cannot be read or replaced.</exception>
    public static bool SaveSession(AwsConfig config, string name, string startUrl, string region, IReadOnlyList<string>? scopes = null)
    {
        Check(name, startUrl, region, scopes);
        var path = config.ConfigPath;
        using var held = Lock(path);
        var before = ConfigText.Read(path) ?? "";
        var text = Sections(before, path, name).Count > 0 ? before : AppendSection(before, name);
        text = Set(text, path, name, "sso_start_url", startUrl);
        text = Set(text, path, name, "sso_region", region);
        if (scopes is { Count: > 0 })
            text = Set(text, path, name, "sso_registration_scopes", string.Join(",", scopes));
        if (text == before)
            return false;

        Replace(path, text);
        return true;
    }

    // Whoever reads before another has written would write back what the other has changed. A lock that cannot be made keeps nobody from a
    // file that can: other tools have none either.
    private static FileLock? Lock(string path)
    {
        try
        {
            OwnerOnly.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigFileException(path, 0, "the file cannot be written: " + Shown.Clean(e.Message), e);
        }

        var held = FileLock.Acquire(path + ".lock", Patience, out var problem);
        return held is null && problem is null
            ? throw new ConfigFileException(path, 0, $"another process{Holder(path + ".lock")} has been writing it for {Patience.TotalSeconds:0} seconds. Try again when it has ended.")
            : held;
    }

    private static string Holder(string lockPath) => FileLock.HolderOf(lockPath) is { } holder ? $" (pid {holder})" : "";

    private static List<IniSection> Sections(string text, string path, string name) => IniFile.Parse(text, path).Sections
        .Where(section => ConfigFile.SplitHeader(section.Header) is ("sso-session", var session) && session == name)
        .ToList();

    private static string AppendSection(string text, string name)
    {
        var newline = NewlineOf(text);
        var appended = new StringBuilder(text);
        if (text.Trim('\uFEFF', '\r', '\n').Length > 0)
        {
            if (text[text.Length - 1] != '\n')
                appended.Append(newline);
            if (!text.EndsWith("\n\n", StringComparison.Ordinal) && !text.EndsWith("\n\r\n", StringComparison.Ordinal))
                appended.Append(newline);
        }

        return appended.Append("[sso-session ").Append(name).Append(']').Append(newline).ToString();
    }

    private static string Set(string text, string path, string name, string key, string value)
    {
        var sections = Sections(text, path, name);
        var property = sections.SelectMany(section => section.Properties).LastOrDefault(p => p.Key == key);
        if (property is null)
        {
            var end = sections[sections.Count - 1].End;
            var newline = NewlineOf(text);
            return text.Insert(end, (text[end - 1] == '\n' ? "" : newline) + key + " = " + value + newline);
        }

        if (property.Nested.Count > 0)
            throw new ConfigFileException(path, property.Line, key + " has an indented block under it where a value was expected. Remove the block.");
        return property.Value == value
            ? text
            : text.Remove(property.ValueStart, property.ValueEnd - property.ValueStart).Insert(property.ValueStart, property.Value.Length == 0 ? " " + value : value);
    }

    private static string NewlineOf(string text)
    {
        var newline = text.IndexOf('\n');
        if (newline < 0)
            return Environment.NewLine;
        return newline > 0 && text[newline - 1] == '\r' ? "\r\n" : "\n";
    }

    private static void Replace(string path, string text)
    {
        try
        {
            if (OwnerOnly.IsReadOnly(path))
                throw new ConfigFileException(path, 0, "the file is read-only. Make it writable, or save the session elsewhere with AWS_CONFIG_FILE.");
            FileReplacer.Replace(path, ConfigText.Encode(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigFileException(path, 0, "the file cannot be written: " + Shown.Clean(e.Message), e);
        }
    }

    private static void Check(string name, string startUrl, string region, IReadOnlyList<string>? scopes)
    {
        // What both the AWS CLI and the JavaScript SDK read back without quotes.
        if (name.Length == 0 || !name.All(c => Platform.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '@' or '+' or '.' or '%' or ':' or '/'))
            throw new SsoOidcConfigurationException($"The session name '{Shown.Clean(name)}' cannot be saved. Use letters, digits and _ - @ + . % : / only.");
        if (startUrl.Length == 0 || startUrl.Any(IsBlankOrControl))
            throw new SsoOidcConfigurationException($"The start URL '{Shown.Clean(startUrl)}' cannot be saved: expected a URL without blanks.");
        RegionName.Validate(new Setting<string>(region, "the parameter Region"));
        if (scopes is not null && scopes.FirstOrDefault(scope => scope.Length == 0 || scope.Any(c => c == ',' || IsBlankOrControl(c))) is { } wrong)
            throw new SsoOidcConfigurationException($"The scope '{Shown.Clean(wrong)}' cannot be saved: expected one such as sso:account:access, without blanks and commas.");
    }

    private static bool IsBlankOrControl(char c) => char.IsWhiteSpace(c) || char.IsControl(c);
}
