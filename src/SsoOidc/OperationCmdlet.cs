using System.Management.Automation;

namespace SsoOidc;

/// <summary>The base of the API's cmdlets: one record is one request, one call, one output.</summary>
/// <typeparam name="TRequest">The operation's request.</typeparam>
/// <typeparam name="TResponse">The operation's response.</typeparam>
public abstract class OperationCmdlet<TRequest, TResponse> : SsoOidcCmdlet
    where TRequest : SsoOidcRequest<TResponse>
    where TResponse : SsoOidcResponse
{
    private SsoOidcClient? _client;
    private SsoOidcClientOptions? _clientOptions;
    private AwsCredentials? _credentials;

    /// <summary>The AWS region of IAM Identity Center, as a name or as an object with a <c>SystemName</c> or <c>Region</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    public object? Region { get; set; }

    /// <summary>An endpoint to call instead of the region's: an absolute https or http address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? EndpointUrl { get; set; }

    /// <summary>The access key id to sign New-SSOOIDCTokenWithIAM with; the other operations are not signed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AK")]
    public string? AccessKey { get; set; }

    /// <summary>The secret access key to sign with.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SK", "SecretAccessKey")]
    public string? SecretKey { get; set; }

    /// <summary>The session token of temporary keys.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ST")]
    public string? SessionToken { get; set; }

    /// <summary>Does not ask for confirmation.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Force { get; set; }

    /// <summary>The region as it was resolved for this record.</summary>
    private protected string? ResolvedRegion { get; private set; }

    /// <summary>The endpoint that was given, or null.</summary>
    private protected string? GivenEndpoint => NullIfEmpty(EndpointUrl);

    /// <summary>Makes the request of this record.</summary>
    /// <exception cref="ArgumentException">The parameters contradict each other.</exception>
    private protected abstract TRequest CreateRequest();

    /// <summary>Makes the output of a response.</summary>
    private protected abstract object CreateOutput(TResponse response);

    /// <summary>Whether the operation is signed; no other looks at credentials.</summary>
    private protected virtual bool IsSigned => false;

    /// <summary>Calls the service.</summary>
    private protected virtual Task<TResponse> CallAsync(SsoOidcClient client, TRequest request, CancellationToken cancellationToken) =>
        client.SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    private protected sealed override async Task ProcessRecordAsync(CancellationToken cancellationToken)
    {
        var request = CreateRequest();
        if (!ShouldCall())
            return;
        ResolvedRegion = RegionArgument.NameOf(Region);
        var response = await CallAsync(GetClient(), request, cancellationToken);
        WriteObject(CreateOutput(response));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _client?.Dispose();
        base.Dispose(disposing);
    }

    private protected static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private bool ShouldCall() =>
        Force && !IsWhatIf() || ShouldProcess($"{Target}", MyInvocation.MyCommand.Name);

    /// <summary>-Force takes away the question, never a what-if that the call or a script around it asks for.</summary>
    private bool IsWhatIf() => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given) ? given : GetVariableValue("WhatIfPreference"));

    /// <summary>The client of this record: the last record's, unless a setting has changed.</summary>
    private SsoOidcClient GetClient()
    {
        var options = new SsoOidcClientOptions
        {
            Region = ResolvedRegion,
            EndpointUrl = EndpointArgument.Parse(GivenEndpoint),
            Credentials = IsSigned ? GetCredentials() : null,
        };
        if (_client is not null && options == _clientOptions)
            return _client;
        _client?.Dispose();
        _clientOptions = options;
        _client = new SsoOidcClient(options with { RequestCompleted = TraceRequest });
        if (_client.Endpoint.Scheme == Uri.UriSchemeHttp && !_client.Endpoint.IsLoopback)
            WriteWarning($"The endpoint {_client.Endpoint.Authority} is plain http: secrets travel unencrypted. Use https.");
        return _client;
    }

    private AwsCredentials GetCredentials()
    {
        if (string.IsNullOrEmpty(AccessKey) || string.IsNullOrEmpty(SecretKey))
            throw new SsoOidcConfigurationException("This call is signed: give -AccessKey and -SecretKey, for temporary keys -SessionToken too.");
        return _credentials is { } last && last.AccessKeyId == AccessKey && last.SecretAccessKey == SecretKey && last.SessionToken == NullIfEmpty(SessionToken)
            ? last
            : _credentials = new AwsCredentials(AccessKey!, SecretKey!, SessionToken);
    }

    private void TraceRequest(RequestSummary summary) =>
        PostToPipeline(() => WriteVerbose(summary.ToString()));
}
