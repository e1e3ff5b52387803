using System.Text;
using SsoOidc.Base;
using SsoOidc.Files;

namespace SsoOidc.Config;

/// <summary>Changes in the text of a config file: every byte that nobody asked for stays.</summary>
internal static class ConfigEdit
{
    /// <summary>The places where a section stands. <c>[default]</c> is the profile of that name, unless there is a <c>[profile default]</c>.</summary>
    public static List<IniSection> Sections(IReadOnlyList<IniSection> all, string kind, string name)
    {
        var found = all.Where(section => ConfigFile.SplitHeader(section.Header) is var (k, n) && k == kind && n == name).ToList();
        return found.Count == 0 && kind == "profile" && name == AwsConfig.DefaultProfile
            ? all.Where(section => ConfigFile.SplitHeader(section.Header) is ("", AwsConfig.DefaultProfile)).ToList()
            : found;
    }

    /// <summary>Adds sections at the end, each after an empty line.</summary>
    public static string Append(string text, IEnumerable<ConfigSectionText> sections)
    {
        var newline = NewlineOf(text);
        var appended = new StringBuilder(text);
        var isEmpty = text.Trim('\uFEFF', '\r', '\n').Length == 0;
        foreach (var section in sections)
        {
            if (!isEmpty)
            {
                if (appended[appended.Length - 1] != '\n')
                    appended.Append(newline);
                if (!EndsWithEmptyLine(appended))
                    appended.Append(newline);
            }

            foreach (var line in section.Lines)
                appended.Append(line).Append(newline);
            isEmpty = false;
        }

        return appended.ToString();
    }

    /// <summary>Gives a key of a section that is there its value.</summary>
    /// <exception cref="ConfigFileException">The key has an indented block.</exception>
    public static string Set(string text, string path, string kind, string name, string key, string value)
    {
        var sections = Sections(IniFile.Parse(text, path).Sections, kind, name);
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

    /// <summary>Puts the text in the place of the file.</summary>
    /// <exception cref="ConfigFileException">The file cannot be written.</exception>
    public static void Replace(string path, string text)
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

    private static bool EndsWithEmptyLine(StringBuilder text)
    {
        var end = text.ToString(Math.Max(0, text.Length - 3), Math.Min(3, text.Length));
        return end.EndsWith("\n\n", StringComparison.Ordinal) || end == "\n\r\n";
    }

    private static string NewlineOf(string text)
    {
        var newline = text.IndexOf('\n');
        if (newline < 0)
            return Environment.NewLine;
        return newline > 0 && text[newline - 1] == '\r' ? "\r\n" : "\n";
    }
}
