using SsoOidc.Base;
using SsoOidc.Cache;
using SsoOidc.Login.Browser;
using SsoOidc.Login.Loopback;

namespace SsoOidc.Login.Flows;

/// <summary>Login with a code that is approved in a browser anywhere (RFC 8628).</summary>
internal sealed class DeviceCodeGrant : LoginFlow
{
    // What the service gives today; only shown where an answer leaves it out.
    private static readonly TimeSpan UsualLife = TimeSpan.FromMinutes(10);

    public override LoginFlowKind Kind => LoginFlowKind.DeviceCode;

    public override string Name => "device";

    public override async Task<CreateTokenResponse> RunAsync(
        LoginRun run, CachedRegistration registration, LoopbackListener? listener, CancellationToken cancellationToken)
    {
        var device = await StartAsync(run, registration, cancellationToken).ConfigureAwait(false);
        var expiresAt = Earlier(device.ExpiresAt, run.Options.Timeout is { } limit ? run.EndOf(limit) : null);
        var opens = OpensBrowser(run);
        await run.Ui.ShowAsync(PromptOf(run, device, expiresAt, opens), cancellationToken).ConfigureAwait(false);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var opening = run.OpenAsync(AddressOf(device), opens, ended.Token);
        try
        {
            return await PollAsync(run, registration, device, expiresAt, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ended.Cancel();
            await opening.ConfigureAwait(false);
        }
    }

    private static async Task<StartDeviceAuthorizationResponse> StartAsync(
        LoginRun run, CachedRegistration registration, CancellationToken cancellationToken)
    {
        var request = new StartDeviceAuthorizationRequest
        {
            ClientId = registration.ClientId,
            ClientSecret = registration.ClientSecret,
            StartUrl = run.Target.StartUrl,
        };
        var device = await LoginErrors.ExplainAsync(run.Client.StartDeviceAuthorizationAsync(request, cancellationToken), run.Target).ConfigureAwait(false);
        if (string.IsNullOrEmpty(device.DeviceCode) || string.IsNullOrEmpty(device.UserCode) || string.IsNullOrEmpty(device.VerificationUri))
            throw new SsoOidcResponseException("The service started the device login without a deviceCode, userCode or verificationUri. Check the endpoint.") { Metadata = device.Metadata };
        // Not even shown: who is to open it has no way to see what is wrong with it.
        var reason = BrowserLauncher.WhyUnsafe(device.VerificationUri!) ?? BrowserLauncher.WhyUnsafe(AddressOf(device));
        return reason is not null
            ? throw new SsoOidcResponseException($"The page that the service names for the login is not to be opened: {reason}. Check the endpoint.") { Metadata = device.Metadata }
            : device;
    }

    private static string AddressOf(StartDeviceAuthorizationResponse device) =>
        string.IsNullOrEmpty(device.VerificationUriComplete) ? device.VerificationUri! : device.VerificationUriComplete!;

    private static async Task<CreateTokenResponse> PollAsync(
        LoginRun run, CachedRegistration registration, StartDeviceAuthorizationResponse device, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var request = new CreateTokenRequest
        {
            ClientId = registration.ClientId,
            ClientSecret = registration.ClientSecret,
            GrantType = GrantTypes.DeviceCode,
            DeviceCode = device.DeviceCode,
        };
        var began = run.Time.GetTimestamp();
        try
        {
            return await run.Client.PollForTokenAsync(request, device.Interval, expiresAt, new Progress(run.Ui), cancellationToken).ConfigureAwait(false);
        }
        catch (AccessDeniedException e)
        {
            throw LoginErrors.Denied(e.ErrorDescription, run.Target, e);
        }
        catch (ExpiredTokenException e)
        {
            var trouble = e.InnerException is SsoOidcException last ? " The last poll failed: " + Shown.Clean(last.Message).TrimEnd('.') + "." : "";
            throw LoginErrors.TimedOut($"Nobody approved the login within {LoginErrors.Minutes(run.Time.GetElapsedTime(began))}.{trouble}", run.Target, e);
        }
    }

    private static LoginPrompt PromptOf(LoginRun run, StartDeviceAuthorizationResponse device, DateTimeOffset? expiresAt, bool opens) => new()
    {
        Kind = LoginFlowKind.DeviceCode,
        Session = run.Target.SessionName ?? run.Target.StartUrl,
        UserCode = Shown.Clean(device.UserCode!, 100),
        Uri = Shown.Clean(device.VerificationUri!, 2000),
        UriComplete = device.VerificationUriComplete is { Length: > 0 } complete ? Shown.Clean(complete, 2000) : null,
        ExpiresAt = expiresAt ?? run.Time.GetUtcNow() + UsualLife,
        Reason = run.Choice.Reason,
        OpensBrowser = opens,
    };

    // A browser elsewhere is what this flow is for; one is opened here if there is one, and without a word if there is none.
    private static bool OpensBrowser(LoginRun run)
    {
        if (run.Options.NoBrowser)
            return false;
        if (run.Options.Browser is not null || run.Environment.Variable("BROWSER") is not null)
            return true;
        return !run.Environment.IsSsh && !run.Environment.IsRemoteShell && (run.Environment.HasDisplay || run.Environment.IsWsl);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private sealed class Progress(ILoginUi ui) : IProgress<DevicePollStatus>
    {
        public void Report(DevicePollStatus value) =>
            ui.Report(new LoginProgress(LoginErrors.WaitingForApproval, value.Remaining, value.Lifetime, value.LastFailure?.Message));
    }
}
