using SsoOidc.Base;
using SsoOidc.Errors;

namespace SsoOidc.Config;

/// <summary>The shared config and credentials files, each read when it is first needed and once.</summary>
internal sealed class AwsConfig
{
    public const string DefaultProfile = "default";

    private readonly bool _isCredentialsPathGiven;

    /// <param name="environment">Tells the paths: AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, else <c>~/.aws</c>.</param>
    /// <param name="profileLocation">
    /// The credentials file to use instead, or the directory it is in. As in the official module, the config file is then the
    /// one beside it unless AWS_CONFIG_FILE is set.
    /// </param>
    public AwsConfig(AwsEnvironment environment, string? profileLocation = null)
    {
        Environment = environment;
        var location = string.IsNullOrWhiteSpace(profileLocation) ? null : environment.Resolve(profileLocation!);
        if (location is not null && Directory.Exists(location))
            location = Path.Combine(location, "credentials");

        CredentialsPath = location
            ?? PathFrom("AWS_SHARED_CREDENTIALS_FILE")
            ?? Path.Combine(environment.AwsDirectory, "credentials");
        ConfigPath = PathFrom("AWS_CONFIG_FILE")
            ?? Path.Combine(location is null ? environment.AwsDirectory : Path.GetDirectoryName(Path.GetFullPath(location))!, "config");
        _isCredentialsPathGiven = location is not null;
    }

    public AwsEnvironment Environment { get; }

    public string ConfigPath { get; }

    public string CredentialsPath { get; }

    public IEnumerable<string> ProfileNames => Sorted(Config.Profiles.Keys.Union(Credentials.Profiles.Keys));

    public IEnumerable<string> SessionNames => Sorted(Config.Sessions.Keys);

    private ConfigFile Config => field ??= ConfigFile.Load(ConfigPath, isCredentials: false, Environment.Stop);

    private ConfigFile Credentials => field ??= LoadCredentials();

    /// <summary>A profile of the credentials file alone; <c>null</c> if it is not there.</summary>
    public ConfigSection? FindInCredentials(string name) => Credentials.Profiles.TryGetValue(name, out var profile) ? profile : null;

    /// <summary>A profile of the config file alone; <c>null</c> if it is not there.</summary>
    public ConfigSection? FindInConfig(string name) => Config.Profiles.TryGetValue(name, out var profile) ? profile : null;

    /// <summary>A profile of both files, where the credentials file's keys win; <c>null</c> if neither has it.</summary>
    public ConfigSection? FindProfile(string name)
    {
        Config.Profiles.TryGetValue(name, out var fromConfig);
        Credentials.Profiles.TryGetValue(name, out var fromCredentials);
        if (fromConfig is null || fromCredentials is null)
            return fromConfig ?? fromCredentials;

        var merged = new ConfigSection("profile", name);
        merged.Merge(fromConfig);
        merged.Merge(fromCredentials);
        return merged;
    }

    /// <exception cref="SsoOidcConfigurationException">There is no such profile; the message lists those there are.</exception>
    public ConfigSection GetProfile(string name, string namedBy)
    {
        if (FindProfile(name) is { } profile)
            return profile;

        var hint = Config.OtherHeaders.FirstOrDefault(header => header == name || ConfigFile.IsMeant(header, name)) is { } unread
            ? $" The section [{Shown.Clean(unread)}] in {Shown.Clean(ConfigPath, 1000)} is not read as a profile: its header has to be [{ConfigFile.HeaderOf("profile", name)}]."
            : $" Profiles in {Shown.Clean(ConfigPath, 1000)} and {Shown.Clean(CredentialsPath, 1000)}: {List(ProfileNames)}.";
        throw new SsoOidcConfigurationException($"There is no profile '{Shown.Clean(name)}', which {namedBy} names.{hint}") { Problem = ConfigurationProblem.ProfileNotFound };
    }

    public ConfigSection? FindSession(string name) => Config.Sessions.TryGetValue(name, out var session) ? session : null;

    /// <exception cref="SsoOidcConfigurationException">There is no such session; the message lists those there are.</exception>
    public ConfigSection GetSession(string name, string namedBy) =>
        FindSession(name) ?? throw new SsoOidcConfigurationException(
            $"There is no section [sso-session {Shown.Clean(name)}], which {namedBy} names."
            + (Config.OtherHeaders.FirstOrDefault(header => ConfigFile.IsMeant(header, name)) is { } unread
                ? $" The section [{Shown.Clean(unread)}] in {Shown.Clean(ConfigPath, 1000)} is not read as one: its header has to be [{ConfigFile.HeaderOf("sso-session", name)}]."
                : $" Sessions in {Shown.Clean(ConfigPath, 1000)}: {List(SessionNames)}."))
        {
            Problem = ConfigurationProblem.SessionNotFound,
        };

    /// <exception cref="SsoOidcConfigurationException">There is no such section.</exception>
    public ConfigSection GetServices(Setting<string> name) =>
        Config.Services.TryGetValue(name.Value, out var services) ? services : throw new SsoOidcConfigurationException(
            $"There is no section [services {Shown.Clean(name.Value)}] in {Shown.Clean(ConfigPath, 1000)}, which {name.Source} names. Add it, or remove that key.");

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.OrderBy(name => name, StringComparer.Ordinal);

    private static string List(IEnumerable<string> names)
    {
        const int limit = 30;
        var all = names.ToList();
        var shown = string.Join(", ", all.Take(limit).Select(name => Shown.Clean(name)));
        return all.Count == 0 ? "none" : all.Count > limit ? $"{shown} and {all.Count - limit} more" : shown;
    }

    private string? PathFrom(string variable) => Environment.Get(variable) is { } path ? Environment.Resolve(path) : null;

    private ConfigFile LoadCredentials()
    {
        if (_isCredentialsPathGiven && !File.Exists(CredentialsPath))
            throw new ConfigFileException(CredentialsPath, 0, "the profile location given is not a file. Give the path of a credentials file, or leave it out.");
        return ConfigFile.Load(CredentialsPath, isCredentials: true, Environment.Stop);
    }
}
