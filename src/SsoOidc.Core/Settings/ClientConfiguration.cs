using System.Net;
using System.Runtime.CompilerServices;
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
        var endpoint = arguments.EndpointUrl ?? settings.EndpointUrl(AwsService.SsoOidc);
        var region = settings.Region(arguments.Region, arguments.SessionRegion);
        if (region is null && (isSigned || endpoint is null))
            throw AwsSettings.RegionMissing();
        return defaults with
        {
            Region = Traced("region", region),
            EndpointUrl = Traced("endpoint", endpoint),
            UseFips = Traced("use_fips_endpoint", arguments.UseFips ?? settings.UseFips(), defaults.UseFips),
            UseDualStack = Traced("use_dualstack_endpoint", arguments.UseDualStack ?? settings.UseDualStack(), defaults.UseDualStack),
            MaxAttempts = Traced("max_attempts", arguments.MaxAttempts ?? settings.MaxAttempts(), defaults.MaxAttempts),
            RetryMode = Traced("retry_mode", settings.RetryMode(), defaults.RetryMode),
            Timeout = Traced("timeout", arguments.Timeout, defaults.Timeout),
            CaBundle = Traced("ca_bundle", settings.CaBundle()),
            Proxy = Traced("proxy", arguments.Proxy),
        };

        T? Traced<T>(string name, Setting<T>? setting, T? standard = default)
        {
            if (setting is not null)
                trace($"{name} = {Words(setting.Value)} from {setting.Source}");
            return setting is null ? standard : setting.Value;
        }
    }

    private static string Words<T>(T value) => value switch
    {
        IWebProxy proxy => WordsOf(proxy),
        Uri address => Shown.Address(address.OriginalString),
        TimeSpan time when time == Timeout.InfiniteTimeSpan => "no limit",
        _ => Shown.Clean($"{value}"),
    };

    // Apart, so that a call without a proxy does not load the assembly of that type.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string WordsOf(IWebProxy proxy) => proxy is WebProxy known ? Shown.Address($"{known.Address}") : Shown.Clean($"{proxy}");
}
