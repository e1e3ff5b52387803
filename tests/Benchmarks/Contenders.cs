using Amazon.Runtime;
using Amazon.SSOOIDC;
using Sdk = Amazon.SSOOIDC.Model;

namespace SsoOidc.Benchmarks;

/// <summary>The same exchanges by the floor, by our client and by the official SDK, each client made once and kept.</summary>
internal sealed class Contenders : IDisposable
{
    private readonly Floor _floor;
    private readonly Floor _floorPending;
    private readonly SsoOidcClient _ours;
    private readonly SsoOidcClient _oursPending;
    private readonly AmazonSSOOIDCClient _sdk;
    private readonly AmazonSSOOIDCClient _sdkPending;
    private readonly AmazonSSOOIDCClient _sdkSigning;

    private readonly CreateTokenRequest _request = new()
    {
        ClientId = Payload.ClientId,
        ClientSecret = Payload.ClientSecret,
        GrantType = GrantTypes.DeviceCode,
        DeviceCode = Payload.DeviceCode,
    };

    private readonly CreateTokenWithIAMRequest _signedRequest = new()
    {
        ClientId = Payload.Arn,
        GrantType = GrantTypes.JwtBearer,
        Assertion = Payload.Assertion,
    };

    public Contenders(ReplyServer server)
    {
        _floor = new Floor(server.Address);
        _floorPending = new Floor(server.PendingAddress);
        _ours = CreateOurs(server.Address);
        _oursPending = CreateOurs(server.PendingAddress);
        _sdk = CreateSdk(server.Address, new AnonymousAWSCredentials());
        _sdkPending = CreateSdk(server.PendingAddress, new AnonymousAWSCredentials());
        _sdkSigning = CreateSdk(server.Address, new BasicAWSCredentials(Payload.AccessKeyId, Payload.SecretAccessKey));
    }

    public Task SuccessFloor() => _floor.CreateTokenAsync();

    public Task SuccessOurs() => _ours.CreateTokenAsync(_request);

    public Task SuccessSdk() => _sdk.CreateTokenAsync(SdkRequest());

    public Task PendingFloor() => _floorPending.PollAsync();

    public async Task PendingOurs()
    {
        try
        {
            await _oursPending.CreateTokenAsync(_request);
        }
        catch (AuthorizationPendingException)
        {
            return;
        }

        throw new InvalidOperationException("The poll was not refused.");
    }

    public async Task PendingSdk()
    {
        try
        {
            await _sdkPending.CreateTokenAsync(SdkRequest());
        }
        catch (Sdk.AuthorizationPendingException)
        {
            return;
        }

        throw new InvalidOperationException("The poll was not refused.");
    }

    public Task SignedOurs() => _ours.CreateTokenWithIAMAsync(_signedRequest);

    public Task SignedSdk() => _sdkSigning.CreateTokenWithIAMAsync(new Sdk.CreateTokenWithIAMRequest
    {
        ClientId = Payload.Arn,
        GrantType = GrantTypes.JwtBearer,
        Assertion = Payload.Assertion,
    });

    public void Dispose()
    {
        foreach (IDisposable client in (IDisposable[])[_floor, _floorPending, _ours, _oursPending, _sdk, _sdkPending, _sdkSigning])
            client.Dispose();
    }

    private static SsoOidcClient CreateOurs(Uri endpoint) => new(new SsoOidcClientOptions
    {
        Region = Payload.Region,
        EndpointUrl = endpoint,
        Credentials = new AwsCredentials(Payload.AccessKeyId, Payload.SecretAccessKey),
    });

    private static AmazonSSOOIDCClient CreateSdk(Uri endpoint, AWSCredentials credentials) =>
        new(credentials, new AmazonSSOOIDCConfig { ServiceURL = endpoint.AbsoluteUri, AuthenticationRegion = Payload.Region });

    private static Sdk.CreateTokenRequest SdkRequest() => new()
    {
        ClientId = Payload.ClientId,
        ClientSecret = Payload.ClientSecret,
        GrantType = GrantTypes.DeviceCode,
        DeviceCode = Payload.DeviceCode,
    };
}
