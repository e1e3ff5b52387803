using System.Net;
using System.Runtime.CompilerServices;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Http;

namespace SsoOidc.Settings;

/// <summary>Tells each setting that is in force, with the place that it is from. Where nobody listens it makes no words, since to compile what makes them takes a tenth of a first call.</summary>
internal sealed class SettingsTrace(AwsSettings settings, Action<string>? trace)
{
    /// <summary>The setting's value, or the standard one, and tells which.</summary>
    public T? Of<T>(string name, Setting<T>? setting, T? standard = default)
    {
        if (trace is not null)
            Tell(name, setting, standard);
        return setting is null ? standard : setting.Value;
    }

    /// <summary>Tells the proxy that is given, else that of the variables for an address: these are read where the connection is made.</summary>
    public void OfProxy(Setting<IWebProxy>? given, Uri address)
    {
        var name = address.Scheme + "_proxy";
        if (given is not null)
            Tell("proxy", Words(given.Value), given.Source);
        else if ((Either(name) ?? Either("all_proxy")) is not { } variable)
            trace?.Invoke("proxy = the system's by default");
        else if (new EnvironmentProxy(name => settings.Variable(name)?.Value).GetProxy(address) is { } proxy)
            Tell("proxy", Words(proxy), variable.Source);
        else
            Tell("proxy", "none", (Either("no_proxy") ?? variable).Source);

        Setting<string>? Either(string name) => settings.Variable(name) ?? settings.Variable(name.ToUpperInvariant());
    }

    private void Tell<T>(string name, Setting<T>? setting, T? standard)
    {
        if (setting is not null)
            Tell(name, Words(setting.Value), setting.Source);
        else if (standard is not null)
            trace?.Invoke($"{name} = {Words(standard)} by default");
    }

    private void Tell(string name, string value, string source) => trace?.Invoke($"{name} = {value} from {source}");

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
