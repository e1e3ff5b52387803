using SsoOidc.Base;
using SsoOidc.Config;

namespace SsoOidc.Settings;

/// <summary>Joins what a call gives with the standard settings into a client's options; the call wins.</summary>
internal static class ClientConfiguration
{
    /// <summary>Resolves every setting.</summary>
    /// <param name="settings">Environment and profile.</param>
    /// <param name="arguments">What the call gives.</param>
    /// <param name="isSigned">Whether a region is needed with a custom endpoint too.</param>
    /// <param name="trace">Told where each setting came from.</param>
    /// <exception cref="SsoOidcConfigurationException">A setting is malformed, or there is no region and no endpoint.</exception>
    public static SsoOidcClientOptions Resolve(AwsSettings settings, ClientArguments arguments, bool isSigned, Action<string> trace)
    {
        var defaults = new SsoOidcClientOptions();
        var endpoint = Given(arguments.EndpointUrl) ?? settings.EndpointUrl(AwsService.SsoOidc);
        var region = settings.Region(arguments.Region, sessionDefault: arguments.SessionRegion);
        if (region is null && (isSigned || endpoint is null))
            throw AwsSettings.RegionMissing();
        return defaults with
        {
            Region = Traced("region", region)?.Value,
            EndpointUrl = Traced("endpoint", endpoint)?.Value,
            UseFips = Traced("use_fips_endpoint", Given(arguments.UseFips) ?? settings.UseFips())?.Value ?? false,
            UseDualStack = Traced("use_dualstack_endpoint", Given(arguments.UseDualStack) ?? settings.UseDualStack())?.Value ?? false,
            MaxAttempts = Traced("max_attempts", Given(arguments.MaxAttempts) ?? settings.MaxAttempts())?.Value ?? defaults.MaxAttempts,
            RetryMode = Traced("retry_mode", settings.RetryMode())?.Value ?? defaults.RetryMode,
            Timeout = Traced("timeout", Given(arguments.Timeout))?.Value ?? defaults.Timeout,
            CaBundle = Traced("ca_bundle", settings.CaBundle())?.Value,
            Proxy = arguments.Proxy,
        };

        Setting<T>? Traced<T>(string name, Setting<T>? setting)
        {
            if (setting is not null)
                trace($"{name} = {Shown.Clean($"{setting.Value}")} from {setting.Source}");
            return setting;
        }
    }

    private static Setting<T>? Given<T>(T? value)
        where T : struct => value is { } given ? new Setting<T>(given, "a parameter") : null;

    private static Setting<Uri>? Given(Uri? value) => value is null ? null : new Setting<Uri>(value, "the parameter EndpointUrl");
}
