using System.Management.Automation;
using SsoOidc.Parameters;

namespace SsoOidc.Commands;

/// <summary>Registers a client with IAM Identity Center.</summary>
[Cmdlet(VerbsLifecycle.Register, "SSOOIDCClient", HelpUri = HelpPages.Address + "Register-SSOOIDCClient.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ClientRegistration))]
public sealed class RegisterSSOOIDCClientCommand : OperationCmdlet<RegisterClientRequest, RegisterClientResponse, ClientRegistration>
{
    /// <summary>Display name of the client.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string ClientName { get; set; } = "";

    /// <summary>Type of the client; the service accepts public only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ClientTypeCompleter))]
    public string ClientType { get; set; } = "public";

    /// <summary>ARN of the application whose administrator settings restrict the client.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? EntitledApplicationArn { get; set; }

    /// <summary>Grants the client may use.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("GrantTypes")]
    [ArgumentCompleter(typeof(GrantTypeCompleter))]
    public string[]? GrantType { get; set; }

    /// <summary>Issuer URL of the Identity Center instance; the start URL works here.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? IssuerUrl { get; set; }

    /// <summary>Allowed redirect targets; loopback without a port.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? RedirectUris { get; set; }

    /// <summary>Scopes the client may ask for; sso:account:access makes its tokens refreshable.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Scopes")]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    public string[]? Scope { get; set; }

    private protected override object Target => ClientName;

    private protected override RegisterClientRequest CreateRequest() => new()
    {
        ClientName = ClientName,
        ClientType = NullIfEmpty(ClientType) ?? "public",
        EntitledApplicationArn = NullIfEmpty(EntitledApplicationArn),
        GrantTypes = NullIfEmpty(GrantType) is { } grants ? Array.ConvertAll(grants, GrantArgument.Expand) : null,
        IssuerUrl = NullIfEmpty(IssuerUrl),
        RedirectUris = NullIfEmpty(RedirectUris),
        Scopes = NullIfEmpty(Scope),
    };

    private protected override ClientRegistration CreateOutput(RegisterClientResponse response) =>
        new ClientRegistration(response) { Region = ResolvedRegion, SsoOidcEndpoint = ResolvedEndpoint };
}
