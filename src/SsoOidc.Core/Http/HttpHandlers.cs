using System.Net;
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
            handler.SslOptions.CertificateChainPolicy = new CaBundle(caBundle).ToPolicy();
        return handler;
    }
#else
    // As many as the AWS SDK opens to a host. .NET Framework's own limit is two, for which runspaces would queue.
    private const int MostConnections = 50;

    private static int _prepared;

    public static HttpMessageHandler Create(IWebProxy? proxy, string? caBundle)
    {
        if (IsFramework && Interlocked.Exchange(ref _prepared, 1) == 0)
            AllowTls12();
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxConnectionsPerServer = MostConnections,
        };
        if (proxy is not null)
            handler.Proxy = proxy;
        else
            handler.UseProxy = Platform.HasSystemProxy;
        if (caBundle is not null)
        {
            var bundle = new CaBundle(caBundle);
            handler.ServerCertificateCustomValidationCallback = (_, certificate, chain, errors) => bundle.Trusts(certificate, chain, errors);
        }

        return handler;
    }

    /// <summary>
    /// powershell.exe counts as a program of .NET Framework 4.5, whose protocols end with TLS 1.0 unless the registry says otherwise, and AWS
    /// wants 1.2. As the AWS SDK does it, though without its 1.1: once, and what the system chooses (0) stays the system's choice.
    /// </summary>
    internal static SecurityProtocolType WithTls12(SecurityProtocolType protocols) =>
        protocols == 0 ? protocols : protocols | SecurityProtocolType.Tls12;

    // A method of its own: who calls one that names the manager loads its assembly, and elsewhere than on .NET Framework it means nothing.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void AllowTls12() => ServicePointManager.SecurityProtocol = WithTls12(ServicePointManager.SecurityProtocol);

    private static bool IsFramework => System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);
#endif
}
