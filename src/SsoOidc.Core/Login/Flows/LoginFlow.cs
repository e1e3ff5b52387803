using SsoOidc.Cache;
using SsoOidc.Login.Loopback;

namespace SsoOidc.Login.Flows;

/// <summary>A way for a person to log in. A new one is a file with a class like these two, and its line in <see cref="All"/>.</summary>
internal abstract class LoginFlow
{
    private static readonly LoginFlow[] All = [new AuthorizationCodeGrant(), new DeviceCodeGrant()];

    public abstract LoginFlowKind Kind { get; }

    /// <summary>As it is written in the cache and in the preference variable.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a browser of this machine comes back to a port of it.</summary>
    public virtual bool NeedsListener => false;

    /// <summary>The names of all flows, for a message.</summary>
    public static string Names => string.Join(" or ", All.Select(flow => flow.Name));

    public static LoginFlow Of(LoginFlowKind kind) => Array.Find(All, flow => flow.Kind == kind) ?? throw new ArgumentOutOfRangeException(nameof(kind));

    /// <summary>The flow of a name in any case; null when there is none.</summary>
    public static LoginFlow? Find(string? name) => Array.Find(All, flow => flow.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The client to register. As the AWS CLI does it, a device client names neither grants nor issuer.</summary>
    public virtual RegisterClientRequest RegistrationRequest(LoginTarget target) => new()
    {
        ClientName = "SsoOidc-" + (target.SessionName ?? "login"),
        ClientType = "public",
        Scopes = target.Scopes,
    };

    /// <summary>From the prompt to the token. The listener is there if the flow needs one.</summary>
    public abstract Task<CreateTokenResponse> RunAsync(
        LoginRun run, CachedRegistration registration, LoopbackListener? listener, CancellationToken cancellationToken);
}
