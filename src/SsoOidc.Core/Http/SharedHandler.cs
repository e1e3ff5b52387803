namespace SsoOidc.Http;

/// <summary>A handler that several clients use in turns: disposing one of them must not close it for the next.</summary>
internal sealed class SharedHandler : HttpMessageHandler
{
    private readonly HttpMessageInvoker _inner;

    public SharedHandler(HttpMessageHandler inner) => _inner = new HttpMessageInvoker(inner, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _inner.SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}
