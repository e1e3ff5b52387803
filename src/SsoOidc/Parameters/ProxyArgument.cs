using System.Collections.Concurrent;
using System.Net;

namespace SsoOidc.Parameters;

/// <summary>
/// A proxy as a value. The process keeps one connection pool for each proxy object, so equal settings have to give the
/// same object.
/// </summary>
internal sealed class ProxyArgument(Uri address, ICredentials? credentials, bool bypassOnLocal = false, string bypassList = "")
{
    private static readonly ConcurrentDictionary<(Uri, ICredentials?, bool, string), WebProxy> Known = new();

    public IWebProxy ToProxy() => Known.GetOrAdd((address, credentials, bypassOnLocal, bypassList), _ => new WebProxy(address)
    {
        Credentials = credentials,
        BypassProxyOnLocal = bypassOnLocal,
        BypassList = bypassList.Length == 0 ? [] : bypassList.Split('\n'),
    });
}
