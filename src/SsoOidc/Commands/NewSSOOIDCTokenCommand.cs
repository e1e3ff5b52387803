using System.Management.Automation;
using SsoOidc.Login;

namespace SsoOidc.Commands;

/// <summary>Creates or refreshes a token.</summary>
[Cmdlet(VerbsCommon.New, "SSOOIDCToken", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Token))]
public sealed class NewSSOOIDCTokenCommand : TokenCmdlet<CreateTokenRequest, CreateTokenResponse, Token>
{
    /// <summary>The id of a registered client.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string ClientId { get; set; } = "";

    /// <summary>The secret of the client.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string ClientSecret { get; set; } = "";

    /// <summary>The device code.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? DeviceCode { get; set; }

    /// <summary>The grant; known from the code or token that is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(GrantTypeCompleter))]
    public string? GrantType { get; set; }

    /// <summary>Without effect at the service: a token has every registered scope.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    public string[]? Scope { get; set; }

    /// <summary>Polls until the login is approved, refused or expired.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Opens the page where the person approves; with -Wait.</summary>
    [Parameter]
    public SwitchParameter OpenBrowser { get; set; }

    /// <summary>The code that the person confirms; shown by -Wait.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? UserCode { get; set; }

    /// <summary>The page where the person enters the code; shown by -Wait.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? VerificationUri { get; set; }

    /// <summary>The page with the code filled in; shown by -Wait.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? VerificationUriComplete { get; set; }

    /// <summary>Seconds between polls.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Interval { get; set; }

    /// <summary>When the device code expires.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DateTimeOffset? ExpiresAt { get; set; }

    private protected override object Target => ClientId;

    /// <summary>The page to open: the one with the code filled in if there is one.</summary>
    private string? Address => NullIfEmpty(VerificationUriComplete) ?? NullIfEmpty(VerificationUri);

    private protected override CreateTokenRequest CreateRequest()
    {
        var grantType = GrantArgument.Resolve(
            GrantType,
            (GrantTypes.DeviceCode, nameof(DeviceCode), DeviceCode),
            (GrantTypes.AuthorizationCode, nameof(Code), Code),
            (GrantTypes.RefreshToken, nameof(RefreshToken), RefreshToken));
        if (Wait && grantType != GrantTypes.DeviceCode)
            throw new ArgumentException("-Wait polls for a device code: give -DeviceCode, or pipe the output of Start-SSOOIDCDeviceAuthorization.");
        if (OpenBrowser && (!Wait || Address is null))
            throw new ArgumentException("-OpenBrowser goes with -Wait and an address: pipe the output of Start-SSOOIDCDeviceAuthorization, or give -VerificationUriComplete.");
        return new CreateTokenRequest
        {
            ClientId = ClientId,
            ClientSecret = ClientSecret,
            Code = NullIfEmpty(Code),
            CodeVerifier = NullIfEmpty(CodeVerifier),
            DeviceCode = NullIfEmpty(DeviceCode),
            GrantType = grantType,
            RedirectUri = NullIfEmpty(RedirectUri),
            RefreshToken = NullIfEmpty(RefreshToken),
            Scope = Scope,
        };
    }

    private protected override Task<CreateTokenResponse> CallAsync(SsoOidcClient client, CreateTokenRequest request, CancellationToken cancellationToken) =>
        Wait ? WaitAsync(client, request, cancellationToken) : base.CallAsync(client, request, cancellationToken);

    private async Task<CreateTokenResponse> WaitAsync(SsoOidcClient client, CreateTokenRequest request, CancellationToken cancellationToken)
    {
        WriteDevicePrompt();
        if (OpenBrowser)
            await OpenBrowserAsync(client.Options.TimeProvider, cancellationToken);
        using var countdown = new Countdown(this, "Waiting for the login to be approved");
        return await client.PollForTokenAsync(request, Interval, ExpiresAt, countdown, cancellationToken);
    }

    private protected override Token CreateOutput(CreateTokenResponse response) => new Token(response)
    {
        ClientId = ClientId,
        ClientSecret = ClientSecret,
        Region = ResolvedRegion,
        EndpointUrl = ResolvedEndpoint,
    };

    private void WriteDevicePrompt()
    {
        var userCode = NullIfEmpty(UserCode);
        if (Address is null && userCode is null)
            return;
        WriteHostMessage($"""
            To log in, open
              {Text.Clean(Address ?? "the verification page")}
            and confirm the code
              {Text.Clean(userCode ?? "that the page shows")}
            Approve only if you started this login just now and the code is the same.
            """);
    }

    private async Task OpenBrowserAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        var launcher = new BrowserLauncher(LoginEnvironment.OfProcess(), clock);
        if (await launcher.OpenAsync(Address!, command: null, cancellationToken) is { } problem)
            WriteWarning(problem);
    }
}
