using SsoOidc.Base;
using SsoOidc.Login.Browser;

namespace SsoOidc.Login.Flows;

/// <summary>A flow, and in a few words why it is not the usual one ("this is an SSH session"); null when it is.</summary>
internal sealed class FlowChoice(LoginFlow flow, string? reason)
{
    /// <summary>The lasting preference: the name of a flow.</summary>
    public const string PreferenceVariable = "SSOOIDC_LOGIN_FLOW";

    public LoginFlow Flow { get; } = flow;

    public string? Reason { get; } = reason;

    /// <summary>The flow that was asked for, else what the surroundings suggest.</summary>
    /// <exception cref="SsoOidcConfigurationException">The preference names no flow.</exception>
    public static FlowChoice Of(LoginOptions options, LoginEnvironment environment)
    {
        if (options.Flow is { } asked)
            return new(LoginFlow.Of(asked), null);
        if (environment.Variable(PreferenceVariable) is { } preference)
            return new(OfPreference(preference), "the variable " + PreferenceVariable + " asks for it");
        return environment.WhyNoBrowser(options.Browser is not null) is { } reason
            ? new(LoginFlow.Of(LoginFlowKind.DeviceCode), reason)
            : new(LoginFlow.Of(LoginFlowKind.Pkce), null);
    }

    private static LoginFlow OfPreference(string preference) =>
        LoginFlow.Find(preference) ?? throw new SsoOidcConfigurationException(
            $"The variable {PreferenceVariable} is '{Shown.Clean(preference, 80)}'; expected {LoginFlow.Names}. Correct or remove it.");
}
