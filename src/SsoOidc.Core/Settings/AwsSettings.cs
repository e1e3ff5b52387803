using System.Globalization;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Endpoints;
using SsoOidc.Errors;

namespace SsoOidc.Settings;

/// <summary>
/// The standard settings: an environment variable wins over the profile's key. The files are read only when a setting's
/// variable is not set. Parameters of a call win over both, and are the caller's to check first.
/// </summary>
internal sealed class AwsSettings
{
    private readonly Lazy<ConfigSection?> _profile;

    /// <param name="config">The files.</param>
    /// <param name="profileName">The profile named by the call; <c>null</c> to take AWS_PROFILE, AWS_DEFAULT_PROFILE, then <c>default</c>.</param>
    public AwsSettings(AwsConfig config, Setting<string>? profileName = null)
    {
        Config = config;
        NamedProfile = Given(profileName);
        ProfileName = NamedProfile ?? Variable("AWS_PROFILE") ?? Variable("AWS_DEFAULT_PROFILE");
        _profile = new Lazy<ConfigSection?>(() => ProfileName is { } name
            ? config.GetProfile(name.Value, name.Source)
            : config.FindProfile(AwsConfig.DefaultProfile));
    }

    public AwsConfig Config { get; }

    /// <summary>The profile that the call itself named.</summary>
    public Setting<string>? NamedProfile { get; }

    /// <summary>The profile that was named, by the call or a variable; <c>null</c> when it is <c>default</c> for want of a name.</summary>
    public Setting<string>? ProfileName { get; }

    /// <summary>The profile; <c>null</c> only if none was named and there is no default profile.</summary>
    /// <exception cref="SsoOidcConfigurationException">A profile was named that does not exist.</exception>
    public ConfigSection? Profile => _profile.Value;

    /// <summary>
    /// The region of a call: given with it, the named profile, the session default, AWS_REGION, AWS_DEFAULT_REGION, and the profile that
    /// the call did not name. <c>null</c> if none gives it.
    /// </summary>
    /// <param name="given">The region given with the call.</param>
    /// <param name="sessionDefault">The region that the shell session has stored.</param>
    /// <param name="isSsoCall">Whether the call is to IAM Identity Center itself, so that a profile's <c>sso_region</c> comes before its <c>region</c>.</param>
    /// <exception cref="SsoOidcConfigurationException">The value found is not a region name, or a named profile does not exist.</exception>
    public Setting<string>? Region(Setting<string>? given = null, Setting<string>? sessionDefault = null, bool isSsoCall = true)
    {
        var region = Given(given)
            ?? (NamedProfile is null ? null : ProfileRegion(isSsoCall))
            ?? Given(sessionDefault)
            ?? Variable("AWS_REGION")
            ?? Variable("AWS_DEFAULT_REGION")
            ?? ProfileRegion(isSsoCall);
        if (region is not null)
            RegionName.Validate(region);
        return region;
    }

    /// <summary>The error for a call that needs a region and has none.</summary>
    public static SsoOidcConfigurationException RegionMissing() => new(
        "No region is known. Give `Region`, set the variable AWS_REGION, or add a region to the profile (region, or sso_region in its sso-session).")
    {
        Problem = ConfigurationProblem.RegionMissing,
    };

    /// <summary>The endpoint configured for a service: its variable, the variable for all, the profile's services section, the profile.</summary>
    /// <exception cref="SsoOidcConfigurationException">The value is not an http or https URL.</exception>
    public Setting<Uri>? EndpointUrl(AwsService service)
    {
        if (Flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") is { Value: true })
            return null;

        var url = Variable("AWS_ENDPOINT_URL_" + service.VariableSuffix)
            ?? Variable("AWS_ENDPOINT_URL")
            ?? (Profile?.Get("services") is { } services ? Config.GetServices(services).Get(service.Key, "endpoint_url") : null)
            ?? Profile?.Get("endpoint_url");
        return url is null ? null : new Setting<Uri>(ParseUrl(url), url.Source);
    }

    public Setting<bool>? UseFips() => Flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");

    public Setting<bool>? UseDualStack() => Flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");

    /// <summary>How often a call is tried at most, the first time included.</summary>
    public Setting<int>? MaxAttempts()
    {
        if (Find("AWS_MAX_ATTEMPTS", "max_attempts") is not { } text)
            return null;
        if (!int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var attempts) || attempts < 1)
            throw Invalid(text, "a whole number of 1 or more");
        return new Setting<int>(attempts, text.Source);
    }

    /// <summary>How failed attempts are spaced.</summary>
    public Setting<RetryMode>? RetryMode()
    {
        if (Find("AWS_RETRY_MODE", "retry_mode") is not { } text)
            return null;
        return text.Value.ToUpperInvariant() switch
        {
            "STANDARD" => new Setting<RetryMode>(SsoOidc.RetryMode.Standard, text.Source),
            "ADAPTIVE" => new Setting<RetryMode>(SsoOidc.RetryMode.Adaptive, text.Source),
            "LEGACY" => new Setting<RetryMode>(SsoOidc.RetryMode.Legacy, text.Source),
            _ => throw Invalid(text, "standard, adaptive or legacy"),
        };
    }

    /// <summary>The path of a PEM file with the certificate authorities to trust.</summary>
    public Setting<string>? CaBundle()
    {
        if (Find("AWS_CA_BUNDLE", "ca_bundle") is not { } text)
            return null;
        var path = Config.Environment.Resolve(text.Value);
        return File.Exists(path) ? new Setting<string>(path, text.Source) : throw Invalid(text, "the path of a PEM file that exists");
    }

    /// <summary>A setting that has no member of its own here.</summary>
    public Setting<string>? Find(string variable, string key) => Variable(variable) ?? Profile?.Get(key);

    /// <summary>A setting that no profile has.</summary>
    public Setting<string>? Variable(string name) =>
        Config.Environment.Get(name) is { } value ? new Setting<string>(value, "the variable " + name) : null;

    /// <summary>The error for a value that cannot be used.</summary>
    public static SsoOidcConfigurationException Invalid(Setting<string> setting, string expected) =>
        new($"'{Shown.Address(setting.Value)}' from {setting.Source} cannot be used: expected {expected}.");

    private static Setting<string>? Given(Setting<string>? setting) =>
        setting is null || string.IsNullOrWhiteSpace(setting.Value) ? null : setting with { Value = setting.Value.Trim() };

    private static Uri ParseUrl(Setting<string> url) =>
        Uri.TryCreate(url.Value, UriKind.Absolute, out var uri)
        && EndpointResolver.IsAddress(uri)
        && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
            ? uri
            : throw Invalid(url, "an http or https URL without user, query and fragment");

    private Setting<string>? ProfileRegion(bool isSsoCall)
    {
        if (Profile is not { } profile)
            return null;
        var session = isSsoCall && profile.Get("sso_session") is { } name ? Config.GetSession(name.Value, name.Source) : null;
        return session?.Get("sso_region")
            ?? (isSsoCall ? profile.Get("sso_region") : null)
            ?? profile.Get("region");
    }

    private Setting<bool>? Flag(string variable, string key)
    {
        if (Find(variable, key) is not { } text)
            return null;
        if (!bool.TryParse(text.Value, out var flag))
            throw Invalid(text, "true or false");
        return new Setting<bool>(flag, text.Source);
    }
}
