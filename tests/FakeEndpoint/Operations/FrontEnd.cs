using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.Signing;

namespace SsoOidc.FakeEndpoint.Operations;

/// <summary>The layer that checks signatures before the service sees a request.</summary>
internal sealed class FrontEnd
{
    private readonly FakeOptions _options;
    private readonly Func<string> _baseUrl;
    private readonly SigV4Verifier _verifier;

    public FrontEnd(FakeOptions options, Func<string> baseUrl)
    {
        _options = options;
        _baseUrl = baseUrl;
        _verifier = new SigV4Verifier("sso-oauth", options.AccessKey, options.SecretKey, options.SessionToken)
        {
            SessionTokenExpiresAt = options.SessionTokenExpiresAt,
        };
    }

    public void Authenticate(IncomingRequest request)
    {
        var result = _verifier.Verify(
            new SigV4Request(request.Method, request.RawPath, request.RawQuery, request.Headers, request.Body),
            _options.TimeProvider.GetUtcNow());
        if (result.Error is not null)
            throw ServiceException.FrontEnd(403, result.Error, result.Message);
        if (result.Region != _options.Region)
        {
            throw new ServiceException(
                ErrorKind.InvalidRequestRegion, "The request was sent to the wrong region", endpoint: _baseUrl(), region: _options.Region);
        }
    }
}
