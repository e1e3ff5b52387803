using SsoOidc.Client.Models;
using SsoOidc.Errors;
using SsoOidc.Http;
using SsoOidc.Signing;

namespace SsoOidc.Client;

/// <summary>A call of an operation: one JSON body, signed where the operation is.</summary>
internal sealed class ServiceCall(SsoOidcClientOptions options, Operation operation, Uri address, IHasSecrets request, ArraySegment<byte> body, string? signingRegion, int maxAttempts)
    : HttpCall(operation.Name, options.Timeout, maxAttempts)
{
    private const string JsonType = "application/json";
    private const string SigningName = "sso-oauth";

    private static readonly string UserAgent = $"SsoOidc/{typeof(ServiceCall).Assembly.GetName().Version!.ToString(3)}";

    // The same over all attempts, so that the service can tell a retry from a new call.
    private readonly string _invocationId = Guid.NewGuid().ToString();

    private AwsCredentials? _signedWith;

    public Operation Operation { get; } = operation;

    public Uri Address { get; } = address;

    /// <summary>What the last attempt was refused with.</summary>
    public SsoOidcException? Refusal { get; private set; }

    public override bool IsSigned => Operation.IsSigned;

    public override ValueTask<HttpRequestMessage> CreateAsync(CancellationToken cancellationToken)
    {
        var message = HttpTransport.Post(Address, body, JsonType);
        var headers = message.Headers;
        headers.TryAddWithoutValidation("User-Agent", UserAgent);
        headers.TryAddWithoutValidation("amz-sdk-invocation-id", _invocationId);
        headers.TryAddWithoutValidation("amz-sdk-request", $"attempt={Attempts}; max={MaxAttempts}");
        return IsSigned ? SignAsync(message, cancellationToken) : new(message);
    }

    public override string? CodeOf(TransportResponse refusal)
    {
        Refusal = ErrorParser.Parse(refusal, Metadata(refusal), request.Secrets);
        return Refusal.Code;
    }

    public override bool Renew() => _signedWith is { } credentials && options.Credentials is IRenewableCredentials provider && provider.Drop(credentials);

    private async ValueTask<HttpRequestMessage> SignAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var provider = options.Credentials ?? throw new SsoOidcConfigurationException($"{Name} is signed and there are no credentials. Set SsoOidcClientOptions.Credentials.");
        var region = signingRegion ?? throw new SsoOidcConfigurationException($"{Name} is signed for a region and there is none. Set SsoOidcClientOptions.Region.") { Problem = ConfigurationProblem.RegionMissing };
        _signedWith = await provider.GetCredentialsAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new SsoOidcConfigurationException($"{Name} is signed, and the source of credentials gave none.");
        SigV4Signer.Sign("POST", Address, JsonType, body, _signedWith, region, SigningName, options.TimeProvider.GetUtcNow() + ClockOffset).AddTo(message);
        return message;
    }
}
