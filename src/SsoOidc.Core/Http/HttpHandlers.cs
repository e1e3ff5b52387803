using System.Net;
#if NET
using System.Security.Cryptography.X509Certificates;
#endif
using SsoOidc.Base;

namespace SsoOidc.Http;

/// <summary>Makes the handlers behind the shared connection pools.</summary>
internal static class HttpHandlers
{
#if NET
    // Long enough for a burst of records, short enough that a changed DNS name is noticed.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    public static HttpMessageHandler Create(IWebProxy? proxy, string? caBundle)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry secrets to wherever it points.
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectTimeout = ConnectTimeout,
            MaxResponseHeadersLength = 64,
        };
        if (proxy is not null)
            handler.Proxy = proxy;
        else
            handler.UseProxy = Platform.HasSystemProxy;
        if (caBundle is not null)
            handler.SslOptions.CertificateChainPolicy = TrustOnly(ReadBundle(caBundle));
        return handler;
    }

    private static X509ChainPolicy TrustOnly(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static X509Certificate2Collection ReadBundle(string path)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new SsoOidcConfigurationException($"The CA bundle '{Shown.Clean(path)}' cannot be read: {Shown.Clean(e.Message)}", e);
        }

        return authorities.Count > 0
            ? authorities
            : throw new SsoOidcConfigurationException($"The CA bundle '{Shown.Clean(path)}' holds no certificate; a PEM file was expected.");
    }
#else
    public static HttpMessageHandler Create(IWebProxy? proxy, string? caBundle)
    {
        if (caBundle is not null)
            throw new SsoOidcConfigurationException("A CA bundle needs PowerShell 7; in Windows PowerShell add the certificate to the Windows store instead.");
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        if (proxy is not null)
            handler.Proxy = proxy;
        else
            handler.UseProxy = Platform.HasSystemProxy;
        return handler;
    }
#endif
}
