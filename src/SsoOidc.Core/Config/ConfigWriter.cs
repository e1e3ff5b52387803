using System.Text;

namespace SsoOidc.Config;

/// <summary>Writes an <c>[sso-session]</c> section; every other byte of the config file stays.</summary>
internal static class ConfigWriter
{
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
        var values = new List<(string Key, string Value)> { ("sso_start_url", startUrl), ("sso_region", region) };
        if (scopes is { Count: > 0 })
            values.Add(("sso_registration_scopes", string.Join(",", scopes)));

        var path = config.ConfigPath;
        var text = ConfigText.Read(path) ?? "";
        var sections = IniFile.Parse(text, path).Sections
            .Where(section => ConfigFile.SplitHeader(section.Header) is ("sso-session", var session) && session == name)
            .ToList();
        var changed = sections.Count == 0
            ? Append(text, [$"[sso-session {name}]", .. values.Select(Line)])
            : Update(text, path, sections, values);
        if (changed == text)
            return false;

        Replace(path, changed);
        return true;
    }

    private static string Line((string Key, string Value) setting) => $"{setting.Key} = {setting.Value}";

    private static string Append(string text, List<string> lines)
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

        foreach (var line in lines)
            appended.Append(line).Append(newline);
        return appended.ToString();
    }

    private static string Update(string text, string path, List<IniSection> sections, List<(string Key, string Value)> values)
    {
        var edits = new List<(int Start, int End, string Value)>();
        var missing = new List<string>();
        foreach (var setting in values)
        {
            var property = sections.SelectMany(section => section.Properties).LastOrDefault(p => p.Key == setting.Key);
            if (property is { Nested.Count: > 0 })
                throw new ConfigFileException(path, property.Line, $"{setting.Key} has an indented block under it where a value was expected. Remove the block.");
            if (property is null)
                missing.Add(Line(setting));
            else if (property.Value != setting.Value)
                edits.Add((property.ValueStart, property.ValueEnd, property.Value.Length == 0 ? " " + setting.Value : setting.Value));
        }

        if (missing.Count > 0)
        {
            var end = sections[sections.Count - 1].End;
            var newline = NewlineOf(text);
            var lines = string.Concat(missing.Select(line => line + newline));
            edits.Add((end, end, text[end - 1] == '\n' ? lines : newline + lines));
        }

        var updated = new StringBuilder(text);
        foreach (var edit in edits.OrderByDescending(edit => edit.Start))
            updated.Remove(edit.Start, edit.End - edit.Start).Insert(edit.Start, edit.Value);
        return updated.ToString();
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
            if (File.Exists(path) && new FileInfo(path).IsReadOnly)
                throw new ConfigFileException(path, 0, "the file is read-only. Make it writable, or save the session elsewhere with AWS_CONFIG_FILE.");
            FileReplacer.Replace(path, ConfigText.Encode(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigFileException(path, 0, "the file cannot be written: " + Text.Clean(e.Message), e);
        }
    }

    private static void Check(string name, string startUrl, string region, IReadOnlyList<string>? scopes)
    {
        // What both the AWS CLI and the JavaScript SDK read back without quotes.
        if (name.Length == 0 || !name.All(c => Text.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '@' or '+' or '.' or '%' or ':' or '/'))
            throw new SsoOidcConfigurationException($"The session name '{Text.Clean(name)}' cannot be saved. Use letters, digits and _ - @ + . % : / only.");
        if (startUrl.Length == 0 || startUrl.Any(IsBlankOrControl))
            throw new SsoOidcConfigurationException($"The start URL '{Text.Clean(startUrl)}' cannot be saved: expected a URL without blanks.");
        RegionName.Validate(new Setting<string>(region, "the parameter Region"));
        if (scopes is not null && scopes.FirstOrDefault(scope => scope.Length == 0 || scope.Any(c => c == ',' || IsBlankOrControl(c))) is { } wrong)
            throw new SsoOidcConfigurationException($"The scope '{Text.Clean(wrong)}' cannot be saved: expected one such as sso:account:access, without blanks and commas.");
    }

    private static bool IsBlankOrControl(char c) => char.IsWhiteSpace(c) || char.IsControl(c);
}
