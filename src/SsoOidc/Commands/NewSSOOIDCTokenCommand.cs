using System.Management.Automation;
using SsoOidc.Login.Browser;
using SsoOidc.Parameters;
using SsoOidc.Shell;

namespace SsoOidc.Commands;

/// <summary>Creates or refreshes a token.</summary>
[Cmdlet(VerbsCommon.New, "SSOOIDCToken", HelpUri = HelpPages.Address + "New-SSOOIDCToken.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = ClientSet)]
[OutputType(typeof(Token), ParameterSetName = [ClientSet])]
[OutputType(typeof(SsoOidcSession), ParameterSetName = [SessionSet])]
public sealed class NewSSOOIDCTokenCommand : TokenCmdlet<CreateTokenRequest, CreateTokenResponse, Token>
{
    private const string ClientSet = "Client", SessionSet = "Session";

    private static readonly string[] OfAGrant =
    [
        nameof(DeviceCode), nameof(Code), nameof(CodeVerifier), nameof(RedirectUri), nameof(RefreshToken), nameof(GrantType), nameof(Scope),
        nameof(Wait), nameof(OpenBrowser), nameof(EndpointUrl),
    ];

    /// <summary>The session whose token to refresh, whatever its remaining life; never logs in.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SessionSet)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public string SessionName { get; set; } = "";

    /// <summary>The id of a registered client.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ClientSet)]
    public string ClientId { get; set; } = "";

    /// <summary>The secret of the client.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ClientSet)]
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

    private protected override object Target => ParameterSetName == SessionSet ? SessionName : ClientId;

    private protected override Task ProcessRecordAsync(CancellationToken cancellationToken) =>
        ParameterSetName == SessionSet ? RefreshSessionAsync(cancellationToken) : base.ProcessRecordAsync(cancellationToken);

    private async Task RefreshSessionAsync(CancellationToken cancellationToken)
    {
        if (Array.Find(OfAGrant, MyInvocation.BoundParameters.ContainsKey) is { } other)
            throw new ArgumentException($"-SessionName refreshes the token that the session has: give it without -{other}.");
        var selector = ParseSelect(typeof(SsoOidcSession));
        var arguments = GetArguments();
        if (!ShouldCall())
            return;
        using var ui = new CmdletLoginUi(this, TimeProvider.System);
        var flow = new SsoOidcLogin(ShellServices.Create(this, GetSettings(arguments), ui, arguments));
        var session = await flow.RefreshAsync(new LoginOptions { SessionName = SessionName, Region = arguments.Region?.Value }, cancellationToken);
        foreach (var selected in selector.Select(session, this))
            WriteObject(selected);
    }

    /// <summary>The page to open: the one with the code filled in if there is one.</summary>
    private string? Address => NullIfEmpty(VerificationUriComplete) ?? NullIfEmpty(VerificationUri);

    private protected override CreateTokenRequest CreateRequest()
    {
        var grantType = GrantArgument.Resolve(
            GrantType,
            new GrantCandidate(GrantTypes.DeviceCode, nameof(DeviceCode), DeviceCode),
            new GrantCandidate(GrantTypes.AuthorizationCode, nameof(Code), Code),
            new GrantCandidate(GrantTypes.RefreshToken, nameof(RefreshToken), RefreshToken));
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
            Scope = NullIfEmpty(Scope),
        };
    }

    private protected override Task<CreateTokenResponse> CallAsync(SsoOidcClient client, CreateTokenRequest request, CancellationToken cancellationToken) =>
        Wait ? WaitAsync(client, request, cancellationToken) : base.CallAsync(client, request, cancellationToken);

    private async Task<CreateTokenResponse> WaitAsync(SsoOidcClient client, CreateTokenRequest request, CancellationToken cancellationToken)
    {
        WriteDevicePrompt(client.Options.TimeProvider);
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
        SsoOidcEndpoint = ResolvedEndpoint,
    };

    private void WriteDevicePrompt(TimeProvider clock)
    {
        if (Address is null && NullIfEmpty(UserCode) is null)
            return;
        WriteHostMessage(PromptText.Of(new LoginPrompt
        {
            Kind = LoginFlowKind.DeviceCode,
            Session = "AWS IAM Identity Center",
            UserCode = NullIfEmpty(UserCode),
            Uri = Address ?? "the verification page",
            ExpiresAt = ExpiresAt ?? clock.GetUtcNow(),
            OpensBrowser = OpenBrowser,
        }));
    }

    private async Task OpenBrowserAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        var launcher = new BrowserLauncher(LoginEnvironment.OfProcess(), clock);
        if (await launcher.OpenAsync(Address!, command: null, cancellationToken) is { } problem)
            WriteWarning(problem);
    }
}
