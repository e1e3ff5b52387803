using System.Net;
using SsoOidc.Base;
using SsoOidc.Http;

namespace SsoOidc.Credentials;

/// <summary>Sends the requests of the sources and tries again what may pass: no answer, throttling and a 5xx.</summary>
internal sealed class CredentialHttp(CredentialContext context)
{
    private static readonly IWebProxy NoProxy = new DirectProxy();
    private static readonly RetryPolicy Policy = new(RetryMode.Standard);

    /// <param name="source">Names the source in errors.</param>
    /// <param name="create">Makes the request anew for each attempt.</param>
    /// <param name="patience">The time for an attempt, and how many.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="CredentialsException">No answer came.</exception>
    public async Task<CredentialResponse> SendAsync(
        string source, Func<HttpRequestMessage> create, HttpPatience patience, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (response, error, kind) = await TryAsync(source, create, patience, cancellationToken).ConfigureAwait(false);
            if (kind == FailureKind.Final || attempt >= patience.Attempts)
                return response ?? throw error!;

            var delay = Policy.Delay(attempt - 1, kind, serverDelay: null, context.Random());
            await Platform.Delay(delay, context.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a request without a body, with one header if there is a value for it.</summary>
    public Task<CredentialResponse> SendAsync(
        string source, HttpMethod method, Uri address, string header, string? value, HttpPatience patience, CancellationToken cancellationToken)
    {
        return SendAsync(source, Create, patience, cancellationToken);

        HttpRequestMessage Create()
        {
            var request = new HttpRequestMessage(method, address);
            if (value is not null)
                request.Headers.TryAddWithoutValidation(header, value);
            return request;
        }
    }

    private async Task<(CredentialResponse? Response, CredentialsException? Error, FailureKind Kind)> TryAsync(
        string source, Func<HttpRequestMessage> create, HttpPatience patience, CancellationToken cancellationToken)
    {
        using var request = create();
        var host = Shown.Clean(request.RequestUri!.Authority);
        using var exchange = await Exchange.RunAsync(Transport(patience.IsDirect), request, patience.Timeout, context.TimeProvider, source, cancellationToken).ConfigureAwait(false);
        if (exchange.IsTimeOut)
            return (null, new CredentialsException(source, $"{host} gave no answer within {patience.Timeout.TotalSeconds:0.#} s.", exchange.Failure), FailureKind.Timeout);
        if (exchange.Failure is { } failure)
            return (null, new CredentialsException(source, $"{(exchange.Response is null ? $"{host} cannot be reached" : $"the answer of {host} broke off")}: {Reason(failure)}", failure), FailureKind.Transient);
        var answer = exchange.Response!;
        return (new CredentialResponse(answer.StatusCode, answer.Body.ToArray()), null, RetryPolicy.Classify(answer.StatusCode, code: null));
    }

    // Without a handler of its own a transport is a view of a shared pool and holds nothing.
    private HttpTransport Transport(bool isDirect) => new(context.HttpMessageHandler, isDirect ? NoProxy : context.Proxy, context.CaBundle);

    private static string Reason(Exception e) => Shown.Clean(e.GetBaseException().Message);

    private sealed class DirectProxy : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => null;

        public bool IsBypassed(Uri host) => true;
    }
}
