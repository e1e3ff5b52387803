using System.Net;
using SsoOidc.Endpoints;
using SsoOidc.Http;

namespace SsoOidc.Portal;

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
        var call = new HeaderCall("The log-out", options.Timeout, options.MaxAttempts, HttpMethod.Post, new Uri(address.AbsoluteUri.TrimEnd('/') + "/logout"), TokenHeader, accessToken);
        using var exchange = await new RetryLoop(transport, options.TimeProvider, options.RetryMode, options.Random).SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (exchange.Response is { } answer)
        {
            return answer.StatusCode == HttpStatusCode.Unauthorized ? new(true, call.MayHaveBeenCarriedOut ? null : "the session was over already")
                : answer.IsSuccess ? new(true, null)
                : new(false, $"{address.Authority} answered {(int)answer.StatusCode}");
        }

        return new(false, exchange.IsTimeOut
            ? $"no answer from {exchange.Host} within {options.Timeout.TotalSeconds:0.#} s"
            : $"no answer from {exchange.Host}: {exchange.Reason}");
    }

    // A custom endpoint of OIDC says nothing of the portal's.
    private static Uri EndpointOf(Uri? endpoint, SsoOidcClientOptions options) =>
        endpoint ?? EndpointResolver.Resolve(options.Region, null, options.UseFips, options.UseDualStack, "portal.sso");
}
