using System.Net;

namespace SsoOidc.Http;

/// <summary>
/// The proxies that variables name, as they stand when a client is made: .NET would read them once a process. Equal to every other
/// of the same variables, so that their clients share connections.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy, ICredentials, IEquatable<EnvironmentProxy>
{
    private readonly (string? Http, string? Https, string? Exceptions) _variables;
    private readonly Uri? _http;
    private readonly Uri? _https;

    /// <exception cref="SsoOidcConfigurationException">A variable holds no address of a proxy.</exception>
    public EnvironmentProxy(Func<string, string?> variable)
    {
        var all = Either("all_proxy");
        _variables = (Either("http_proxy") ?? all, Either("https_proxy") ?? all, Either("no_proxy"));
        _http = Parse(_variables.Http, "HTTP_PROXY");
        _https = Parse(_variables.Https, "HTTPS_PROXY");

        string? Either(string name) =>
            variable(name) is { } small && !string.IsNullOrWhiteSpace(small) ? small.Trim()
            : variable(name.ToUpperInvariant()) is { } large && !string.IsNullOrWhiteSpace(large) ? large.Trim()
            : null;
    }

    /// <summary>No proxy at all.</summary>
    public static EnvironmentProxy None { get; } = new(_ => null);

    /// <summary>The credentials are those in the variables.</summary>
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException();
    }

    public Uri? GetProxy(Uri destination)
    {
        var proxy = destination.Scheme == Uri.UriSchemeHttps ? _https : _http;
        return proxy is null || NoProxyList.Covers(_variables.Exceptions ?? "", destination) ? null : WithoutUser(proxy);
    }

    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    public NetworkCredential? GetCredential(Uri uri, string authType)
    {
        foreach (var proxy in (Uri?[])[_https, _http])
        {
            if (proxy is { UserInfo.Length: > 0 } && proxy.Authority == uri.Authority)
            {
                var parts = proxy.UserInfo.Split([':'], 2);
                return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
            }
        }

        return null;
    }

    public bool Equals(EnvironmentProxy? other) => other is not null && _variables == other._variables;

    public override bool Equals(object? obj) => Equals(obj as EnvironmentProxy);

    public override int GetHashCode() => _variables.GetHashCode();

    /// <summary>The address as others see it: what fails quotes it, and there may be a password in it.</summary>
    private static Uri WithoutUser(Uri proxy) => proxy.UserInfo.Length == 0 ? proxy : new Uri($"{proxy.Scheme}://{proxy.Authority}");

    private static Uri? Parse(string? text, string name)
    {
        if (text is null)
            return null;
        return Uri.TryCreate(text.Contains("://") ? text : "http://" + text, UriKind.Absolute, out var proxy)
            && proxy.Host.Length > 0 && proxy.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5"
                ? proxy
                // The value is not shown: a password may be in it.
                : throw new SsoOidcConfigurationException($"The variable {name} (or ALL_PROXY) holds no address of a proxy. Give one such as http://proxy.example:8080.");
    }
}
