namespace SsoOidc.Http;

/// <summary>A call without a body that says all in one header, if there is a value for it: of the portal and of the credentials endpoints.</summary>
internal sealed class HeaderCall(string name, TimeSpan limit, int maxAttempts, HttpMethod method, Uri address, string header, string? value)
    : HttpCall(name, limit, maxAttempts)
{
    public override ValueTask<HttpRequestMessage> CreateAsync(CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, address);
        if (value is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        return new(request);
    }
}
