using System.Collections.Concurrent;
using System.Net;

namespace SsoOidc;

/// <summary>
/// A proxy as a value. The process keeps one connection pool for each proxy object, so equal settings have to give the
/// same object.
/// </summary>
internal sealed record ProxyArgument(Uri Address, ICredentials? Credentials, bool BypassOnLocal = false, string BypassList = "")
{
    private static readonly ConcurrentDictionary<ProxyArgument, WebProxy> Known = new();

    public IWebProxy ToProxy() => Known.GetOrAdd(this, static proxy => new WebProxy(proxy.Address)
    {
        Credentials = proxy.Credentials,
        BypassProxyOnLocal = proxy.BypassOnLocal,
        BypassList = proxy.BypassList.Length == 0 ? [] : proxy.BypassList.Split('\n'),
    });
}

/// <summary>Credentials of a proxy, equal by value; never printed.</summary>
internal sealed record ProxyCredential(string UserName, string Password) : ICredentials
{
    public NetworkCredential GetCredential(Uri uri, string authType) => new(UserName, Password);

    public override string ToString() => nameof(ProxyCredential);
}
