using System.Net;
using SsoOidc.Base;
using SsoOidc.Http;

namespace SsoOidc.Credentials;

/// <summary>Sends the calls of the sources.</summary>
internal static class CredentialHttp
{
    private static readonly IWebProxy NoProxy = new DirectProxy();

    /// <param name="context">Where to send through.</param>
    /// <param name="call">Its name is that of the source.</param>
    /// <param name="host">Who is asked, in errors.</param>
    /// <param name="isDirect">Whether no proxy is used: metadata services are on this machine.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>An answer of any status.</returns>
    /// <exception cref="CredentialsException">No answer came.</exception>
    public static async Task<TransportResponse> SendAsync(
        CredentialContext context, HttpCall call, Uri host, bool isDirect, CancellationToken cancellationToken)
    {
        // Without a handler of its own a transport is a view of a shared pool and holds nothing.
        var transport = new HttpTransport(context.HttpMessageHandler, isDirect ? NoProxy : context.Proxy, context.CaBundle);
        var loop = new RetryLoop(transport, context.TimeProvider, RetryMode.Standard, context.Random);
        var exchange = await loop.SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (exchange is { Response: { } answer } && (exchange.Failure is null || !answer.IsSuccess))
            return answer;

        exchange.Dispose();
        var authority = Shown.Clean(host.Authority);
        var failure = exchange.Failure!;
        var what = exchange.IsTimeOut ? $"{authority} gave no answer within {call.Limit.TotalSeconds:0.#} s."
            : $"{(exchange.Response is null ? $"{authority} cannot be reached" : $"the answer of {authority} broke off")}: {Shown.Clean(failure.GetBaseException().Message)}";
        throw new CredentialsException(call.Name, what, failure);
    }

    private sealed class DirectProxy : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => null;

        public bool IsBypassed(Uri host) => true;
    }
}
