using SsoOidc.Endpoints;

namespace SsoOidc.Settings;

/// <summary>Joins what a call gives with the standard settings into a client's options; the call wins.</summary>
internal static class ClientConfiguration
{
    /// <summary>Resolves every setting.</summary>
    /// <param name="settings">Environment and profile.</param>
    /// <param name="arguments">What the call gives.</param>
    /// <param name="isSigned">Whether a region is needed with a custom endpoint too.</param>
    /// <param name="trace">Told where each setting came from; null where nobody listens.</param>
    /// <exception cref="SsoOidcConfigurationException">A setting is malformed, or there is no region and no endpoint.</exception>
    public static SsoOidcClientOptions Resolve(AwsSettings settings, ClientArguments arguments, bool isSigned, Action<string>? trace)
    {
        var defaults = new SsoOidcClientOptions();
        var endpoint = arguments.EndpointUrl ?? settings.EndpointUrl(AwsService.SsoOidc);
        var region = settings.Region(arguments.Region, arguments.SessionRegion);
        if (region is null && (isSigned || endpoint is null))
            throw AwsSettings.RegionMissing();
        var told = new SettingsTrace(settings, trace);
        var options = defaults with
        {
            Region = told.Of("region", region),
            EndpointUrl = told.Of("endpoint", endpoint),
            UseFips = told.Of("use_fips_endpoint", arguments.UseFips ?? settings.UseFips(), defaults.UseFips),
            UseDualStack = told.Of("use_dualstack_endpoint", arguments.UseDualStack ?? settings.UseDualStack(), defaults.UseDualStack),
            MaxAttempts = told.Of("max_attempts", arguments.MaxAttempts ?? settings.MaxAttempts(), defaults.MaxAttempts),
            RetryMode = told.Of("retry_mode", settings.RetryMode(), defaults.RetryMode),
            Timeout = told.Of("timeout", arguments.Timeout, defaults.Timeout),
            CaBundle = told.Of("ca_bundle", settings.CaBundle()),
            Proxy = arguments.Proxy?.Value,
        };
        if (trace is not null)
            told.OfProxy(arguments.Proxy, EndpointResolver.Resolve(options.Region, options.EndpointUrl, options.UseFips, options.UseDualStack));
        return options;
    }
}
