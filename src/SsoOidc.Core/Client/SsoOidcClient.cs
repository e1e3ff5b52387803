using SsoOidc.Client;

namespace SsoOidc;

/// <summary>A client of IAM Identity Center OIDC (<c>sso-oidc</c>, API 2019-06-10). Thread-safe; share one.</summary>
public sealed class SsoOidcClient : IDisposable
{
    private readonly SendPipeline _pipeline;

    /// <summary>Makes a client. No request is sent and no setting is looked up elsewhere.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="SsoOidcConfigurationException">The options contradict each other, or the region is missing or malformed.</exception>
    public SsoOidcClient(SsoOidcClientOptions options)
    {
        if (options is null)
            throw new ArgumentNullException(nameof(options));
        Options = options;
        _pipeline = new SendPipeline(options);
    }

    /// <summary>The configuration.</summary>
    public SsoOidcClientOptions Options { get; }

    /// <summary>The base address that requests go to.</summary>
    public Uri Endpoint => _pipeline.Endpoint;

    /// <summary>Registers a client (<c>POST /client/register</c>).</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<RegisterClientResponse> RegisterClientAsync(RegisterClientRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, cancellationToken);

    /// <summary>Starts a device login (<c>POST /device_authorization</c>, RFC 8628 section 3.1).</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<StartDeviceAuthorizationResponse> StartDeviceAuthorizationAsync(StartDeviceAuthorizationRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, cancellationToken);

    /// <summary>Creates or refreshes a token (<c>POST /token</c>).</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<CreateTokenResponse> CreateTokenAsync(CreateTokenRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, cancellationToken);

    /// <summary>Creates or refreshes a token for an application, signed with <see cref="SsoOidcClientOptions.Credentials"/> (<c>POST /token?aws_iam=t</c>).</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<CreateTokenWithIAMResponse> CreateTokenWithIAMAsync(CreateTokenWithIAMRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, cancellationToken);

    /// <summary>Sends a request, with the retries of the options.</summary>
    /// <typeparam name="TResponse">What the operation answers.</typeparam>
    /// <param name="request">One of the four requests.</param>
    /// <param name="cancellationToken">Ends the call at once, wherever it is.</param>
    /// <exception cref="ArgumentException">A required member is null.</exception>
    /// <exception cref="SsoOidcException">The service refused, or no good answer arrived; the modelled errors have types of their own.</exception>
    /// <exception cref="SsoOidcConfigurationException">Credentials are needed and there are none.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<TResponse> SendAsync<TResponse>(SsoOidcRequest<TResponse> request, CancellationToken cancellationToken = default)
        where TResponse : SsoOidcResponse =>
        _pipeline.SendAsync(request, Options.MaxAttempts, cancellationToken);

    /// <summary>Sends a request without any retry.</summary>
    internal Task<TResponse> SendOnceAsync<TResponse>(SsoOidcRequest<TResponse> request, CancellationToken cancellationToken)
        where TResponse : SsoOidcResponse =>
        _pipeline.SendAsync(request, maxAttempts: 1, cancellationToken);

    /// <summary>The checks that need no network.</summary>
    internal void Validate<TResponse>(SsoOidcRequest<TResponse> request)
        where TResponse : SsoOidcResponse =>
        _pipeline.Validate(request);

    /// <summary>Closes the connections of <see cref="SsoOidcClientOptions.HttpMessageHandler"/>; shared connections stay for others.</summary>
    public void Dispose() => _pipeline.Dispose();
}
