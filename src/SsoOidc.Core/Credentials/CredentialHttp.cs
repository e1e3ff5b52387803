using SsoOidc.Http;

namespace SsoOidc.Credentials;

/// <summary>Sends the calls of the sources.</summary>
internal static class CredentialHttp
{
    /// <param name="context">Where to send through.</param>
    /// <param name="call">Its name is that of the source.</param>
    /// <param name="isDirect">Whether no proxy is used: metadata services are on this machine.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>An answer of any status.</returns>
    /// <exception cref="CredentialsException">No answer came.</exception>
    public static async Task<TransportResponse> SendAsync(
        CredentialContext context, HttpCall call, bool isDirect, CancellationToken cancellationToken)
    {
        // Without a handler of its own a transport is a view of a shared pool and holds nothing.
        var transport = new HttpTransport(context.HttpMessageHandler, isDirect ? EnvironmentProxy.None : context.Proxy, context.CaBundle);
        var loop = new RetryLoop(transport, context.TimeProvider, context.RetryMode, context.Random);
        var exchange = await loop.SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (exchange is { Response: { } answer } && (exchange.Failure is null || !answer.IsSuccess))
            return answer;

        exchange.Dispose();
        var what = exchange.IsTimeOut ? $"{exchange.Host} gave no answer within {call.Limit.TotalSeconds:0.#} s."
            : exchange.Response is null ? $"{exchange.Host} cannot be reached: {exchange.Reason}"
            : $"the answer of {exchange.Host} broke off: {exchange.Reason}";
        throw new CredentialsException(call.Name, what, exchange.Failure);
    }
}
