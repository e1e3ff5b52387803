using System.Net;
using SsoOidc.Http;

namespace SsoOidc.Reliability.Support;

/// <summary>The product's own handler, with an eye on it.</summary>
internal sealed class Watch : DelegatingHandler
{
    private int _heads;

    public Watch()
        : base(HttpHandlers.Create(null, null))
    {
    }

    /// <summary>Answers whose head has arrived.</summary>
    public int Heads
    {
        get => Volatile.Read(ref _heads);
        set => Volatile.Write(ref _heads, value);
    }

    /// <summary>What to make of the bytes of an answer, which no text of the fake can be.</summary>
    public Func<byte[], byte[]>? Rewrite { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        Interlocked.Increment(ref _heads);
        if (Rewrite is { } rewrite && response.StatusCode == HttpStatusCode.OK)
            response.Content = new ByteArrayContent(rewrite(await response.Content.ReadAsByteArrayAsync(cancellationToken)));
        return response;
    }
}
