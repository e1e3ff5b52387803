using System.Net;
using System.Runtime.CompilerServices;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Endpoints;
using SsoOidc.Http;

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
        var options = defaults with
        {
            Region = Traced("region", region),
            EndpointUrl = Traced("endpoint", endpoint),
            UseFips = Traced("use_fips_endpoint", arguments.UseFips ?? settings.UseFips(), defaults.UseFips),
            UseDualStack = Traced("use_dualstack_endpoint", arguments.UseDualStack ?? settings.UseDualStack(), defaults.UseDualStack),
            MaxAttempts = Traced("max_attempts", arguments.MaxAttempts ?? settings.MaxAttempts(), defaults.MaxAttempts),
            RetryMode = Traced("retry_mode", settings.RetryMode(), defaults.RetryMode),
            Timeout = Traced("timeout", arguments.Timeout, defaults.Timeout),
            CaBundle = Traced("ca_bundle", settings.CaBundle()),
            Proxy = arguments.Proxy?.Value,
        };
        TellProxy(EndpointResolver.Resolve(options.Region, options.EndpointUrl, options.UseFips, options.UseDualStack));
        return options;

        T? Traced<T>(string name, Setting<T>? setting, T? standard = default)
        {
            if (setting is not null)
                Tell(name, Words(setting.Value), setting.Source);
            else if (standard is not null)
                trace($"{name} = {Words(standard)} by default");
            return setting is null ? standard : setting.Value;
        }

        void Tell(string name, string value, string source) => trace($"{name} = {value} from {source}");

        // The variables are read where the connection is made, unless the call gives a proxy.
        void TellProxy(Uri address)
        {
            var name = address.Scheme + "_proxy";
            if (arguments.Proxy is { } given)
                Tell("proxy", Words(given.Value), given.Source);
            else if ((Either(name) ?? Either("all_proxy")) is not { } variable)
                trace("proxy = the system's by default");
            else if (new EnvironmentProxy(name => settings.Variable(name)?.Value).GetProxy(address) is { } proxy)
                Tell("proxy", Words(proxy), variable.Source);
            else
                Tell("proxy", "none", (Either("no_proxy") ?? variable).Source);
        }

        Setting<string>? Either(string name) => settings.Variable(name) ?? settings.Variable(name.ToUpperInvariant());
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
