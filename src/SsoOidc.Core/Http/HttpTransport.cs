using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Net;
using SsoOidc.Base;

namespace SsoOidc.Http;

/// <summary>
/// The only piece that touches HTTP. Without a handler of its own a client shares one connection pool with all that have
/// the same proxy and CA bundle, for the life of the process: a thousand piped records open one connection.
/// </summary>
internal sealed class HttpTransport : IDisposable
{
    /// <summary>Most bytes read of an answer; real ones have about 1 to 3 KB.</summary>
    public const int MaxBodySize = 1024 * 1024;

    private static readonly ConcurrentDictionary<PoolKey, Lazy<HttpMessageInvoker>> Shared = new();

    private readonly HttpMessageInvoker _invoker;
    private readonly IWebProxy? _proxy;
    private readonly string? _caBundle;
    private readonly bool _usesCallingThread;
    private HttpMessageInvoker? _trusting;

    /// <param name="handler">A handler to send through instead of the shared one.</param>
    /// <param name="proxy">The proxy of the shared one, instead of those of the variables and the system.</param>
    /// <param name="caBundle">The file of certificates that the shared one trusts. It is read when TLS is first asked for: of a large one that takes longer than a call.</param>
    /// <param name="usesCallingThread">Whether the shared one sends on the thread of the caller, where the platform can.</param>
    public HttpTransport(HttpMessageHandler? handler, IWebProxy? proxy, string? caBundle, bool usesCallingThread = false)
    {
        IsShared = handler is null;
        if (IsShared && proxy is null && HasVariables())
            proxy = ProxyOfVariables();
        _proxy = proxy;
        _caBundle = IsShared ? caBundle : null;
        _usesCallingThread = usesCallingThread && IsShared;
        _invoker = handler is not null ? new HttpMessageInvoker(handler) : SharedWith(null);
    }

    /// <summary>Whether the connections are the process's and not this client's.</summary>
    public bool IsShared { get; }

    /// <summary>The proxy that an address is reached through, fit to be shown; null when it is reached directly.</summary>
    public string? ProxyFor(Uri address)
    {
        var proxy = IsShared ? _proxy ?? (Platform.HasSystemProxy ? Platform.SystemProxy : null) : null;
        return proxy is null || proxy.IsBypassed(address) || proxy.GetProxy(address) is not { } used || used == address
            ? null
            : Shown.Clean($"{used.Scheme}://{used.Authority}");
    }

    public static HttpRequestMessage Post(Uri address, ArraySegment<byte> body, string contentType)
    {
        var content = new ByteArrayContent(body.Array!, body.Offset, body.Count);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        Platform.SendBodyAtOnce(request);
        return request;
    }

    /// <exception cref="SsoOidcConfigurationException">The CA bundle cannot be read.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Platform.SendAsync(InvokerFor(request.RequestUri!), request, _usesCallingThread, cancellationToken);

    /// <summary>The connections to an address. To ask for them shows a bundle that cannot be read before there is a call.</summary>
    /// <exception cref="SsoOidcConfigurationException">The CA bundle cannot be read.</exception>
    public HttpMessageInvoker InvokerFor(Uri address) =>
        _caBundle is not null && (address.Scheme == Uri.UriSchemeHttps || _proxy is not null) ? _trusting ??= SharedWith(_caBundle) : _invoker;

    /// <summary>A body as it was before it was compressed. We ask for no compression; something on the way may compress all the same (RFC 9110 section 12.5.3).</summary>
    public static Stream Decoded(HttpContent content, Stream body) =>
        content.Headers.TryGetValues("Content-Encoding", out var codings) && codings.Contains("gzip", StringComparer.OrdinalIgnoreCase) ? Gunzip(body) : body;

    public void Dispose()
    {
        if (!IsShared)
            _invoker.Dispose();
    }

    // PublicationOnly keeps no failure: a CA bundle that could not be read is read again by the next call.
    private HttpMessageInvoker SharedWith(string? caBundle) => Shared.GetOrAdd(
        new PoolKey(_proxy, caBundle),
        static key => new(() => new HttpMessageInvoker(HttpHandlers.Create(key.Proxy, key.CaBundle)), LazyThreadSafetyMode.PublicationOnly)).Value;

    private static bool HasVariables()
    {
        foreach (var name in (string[])["https_proxy", "http_proxy", "all_proxy"])
        {
            if (!string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name)) || !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name.ToUpperInvariant())))
                return true;
        }

        return false;
    }

    [SuppressMessage("Performance", "CA1859", Justification = "Who calls a method that returns the class loads an assembly for it, whether there are variables or not.")]
    private static IWebProxy ProxyOfVariables() => new EnvironmentProxy(Environment.GetEnvironmentVariable);

    [SuppressMessage("Performance", "CA1859", Justification = "Who calls a method that returns a GZipStream loads the assembly, compressed or not.")]
    private static Stream Gunzip(Stream body) => new GZipStream(body, CompressionMode.Decompress);
}
