using SsoOidc.Base;
using SsoOidc.Files;

namespace SsoOidc.Config;

/// <summary>Writes sections of the config file; every other byte of it stays.</summary>
internal static class ConfigWriter
{
    // A change takes milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SilentWait = TimeSpan.FromSeconds(1);

    /// <summary>Adds the section, or brings its keys up to date. Nothing is written if all is as asked.</summary>
    /// <param name="config">Tells the file's path. What it has already read is not updated.</param>
    /// <param name="name">The session's name.</param>
    /// <param name="startUrl">The access portal's address, written as given.</param>
    /// <param name="region">The region of IAM Identity Center.</param>
    /// <param name="scopes">The registration scopes; <c>null</c> leaves the key alone.</param>
    /// <param name="tell">Told of a wait for another process, once.</param>
    /// <param name="time">Measures that wait.</param>
    /// <param name="cancellationToken">Ends that wait at once.</param>
    /// <returns>Whether the file changed.</returns>
    /// <exception cref="SsoOidcConfigurationException">A value cannot be written, or the file cannot be read or replaced.</exception>
    public static Task<bool> SaveSessionAsync(
        AwsConfig config, string name, string startUrl, string region, IReadOnlyList<string>? scopes = null,
        Action<string>? tell = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        Check(name, startUrl, region, scopes);
        var keys = new[] { ("sso_start_url", startUrl), ("sso_region", region), ("sso_registration_scopes", scopes is { Count: > 0 } ? string.Join(",", scopes) : null) };
        return SaveAsync(config, [new("sso-session", name, keys)], tell, time, cancellationToken);
    }

    /// <summary>Adds sections, or brings their keys up to date, all with one change of the file.</summary>
    /// <inheritdoc cref="SaveSessionAsync"/>
    public static async Task<bool> SaveAsync(
        AwsConfig config, IReadOnlyList<ConfigSectionText> sections, Action<string>? tell = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var path = config.ConfigPath;
        using var held = await LockAsync(path, tell, time ?? TimeProvider.System, cancellationToken).ConfigureAwait(false);
        var before = ConfigText.Read(path, cancellationToken) ?? "";
        var text = Write(before, path, sections);
        if (text == before)
            return false;

        ConfigEdit.Replace(path, text);
        return true;
    }

    // Whoever reads before another has written would write back what the other has changed. A lock that cannot be made keeps nobody from a
    // file that can: other tools have none either.
    private static async Task<FileLock?> LockAsync(string path, Action<string>? tell, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            OwnerOnly.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigFileException(path, 0, "the file cannot be written: " + Shown.Clean(e.Message), e);
        }

        var (held, problem) = await FileLock.AcquirePassingAsync(path + ".lock", Patience, time, cancellationToken, Waiting).ConfigureAwait(false);
        return held is null && problem is null
            ? throw new ConfigFileException(path, 0, $"another process{Holder(path + ".lock")} has been writing it for {Patience.TotalSeconds:0} seconds. Try again when it has ended.")
            : held;

        void Waiting(TimeSpan waited)
        {
            if (waited < SilentWait)
                return;
            tell?.Invoke($"Another process{Holder(path + ".lock")} is writing {Shown.Clean(path, 1000)}. Waiting for it for {Patience.TotalSeconds:0} seconds at most; Ctrl+C ends the wait.");
            tell = null;
        }
    }

    private static string Holder(string lockPath) => FileLock.HolderOf(lockPath) is { } holder ? $" (pid {holder})" : "";

    private static string Write(string text, string path, IReadOnlyList<ConfigSectionText> sections)
    {
        var present = IniFile.Parse(text, path).Sections;
        var added = new List<ConfigSectionText>();
        foreach (var section in sections)
        {
            var places = ConfigEdit.Sections(present, section.Kind, section.Name);
            if (places.Count == 0)
                added.Add(section);
            foreach (var (key, value) in places.Count == 0 ? [] : section.Keys)
            {
                if (places.SelectMany(place => place.Properties).LastOrDefault(property => property.Key == key) is not { Nested.Count: 0 } known || known.Value != value)
                    text = ConfigEdit.Set(text, path, section.Kind, section.Name, key, value);
            }
        }

        return ConfigEdit.Append(text, added);
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
