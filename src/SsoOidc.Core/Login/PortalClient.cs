using System.Net;
using SsoOidc.Pipeline;

namespace SsoOidc.Login;

/// <summary>How an attempt to end a session at the service went.</summary>
internal sealed class LogoutResult(bool isOver, string? reason)
{
    /// <summary>Whether the service no longer takes the session.</summary>
    public bool IsOver { get; } = isOver;

    /// <summary>Why it could not be ended, or that it was over before; null when it was ended now.</summary>
    public string? Reason { get; } = reason;
}

/// <summary>The one call of the access portal's API that a login needs: <c>POST /logout</c>.</summary>
internal static class PortalClient
{
    private const string TokenHeader = "x-amz-sso_bearer_token";

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<LogoutResult> LogoutAsync(
        string accessToken, Uri? endpoint, SsoOidcClientOptions options, CancellationToken cancellationToken)
    {
        var address = EndpointOf(endpoint, options);
        using var handler = options.HttpMessageHandler is { } given ? new SharedHandler(given) : null;
        using var transport = new HttpTransport(handler, options.Proxy, options.CaBundle);
        using var request = new HttpRequestMessage(HttpMethod.Post, address.AbsoluteUri.TrimEnd('/') + "/logout");
        request.Headers.TryAddWithoutValidation(TokenHeader, accessToken);
        using var exchange = await Exchange.RunAsync(transport, request, options.Timeout, options.TimeProvider, "The log-out", cancellationToken).ConfigureAwait(false);
        if (exchange.Response is { } answer)
        {
            return answer.StatusCode == HttpStatusCode.Unauthorized ? new(true, "the session was over already")
                : answer.IsSuccess ? new(true, null)
                : new(false, $"{address.Authority} answered {(int)answer.StatusCode}");
        }

        return new(false, exchange.IsTimeOut
            ? $"no answer from {address.Authority} within {options.Timeout.TotalSeconds:0.#} s"
            : $"no answer from {address.Authority}: {Text.Clean(exchange.Failure!.GetBaseException().Message)}");
    }

    // A custom endpoint of OIDC says nothing of the portal's.
    private static Uri EndpointOf(Uri? endpoint, SsoOidcClientOptions options) =>
        endpoint ?? EndpointResolver.Resolve(options.Region, null, options.UseFips, options.UseDualStack, "portal.sso");
}

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
