using System.Management.Automation;

namespace SsoOidc.Commands;

/// <summary>Starts a device login.</summary>
[Cmdlet(VerbsLifecycle.Start, "SSOOIDCDeviceAuthorization", HelpUri = HelpPages.Address + "Start-SSOOIDCDeviceAuthorization.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(DeviceAuthorization))]
public sealed class StartSSOOIDCDeviceAuthorizationCommand : OperationCmdlet<StartDeviceAuthorizationRequest, StartDeviceAuthorizationResponse, DeviceAuthorization>
{
    /// <summary>The id of a registered client.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string ClientId { get; set; } = "";

    /// <summary>The secret of the client.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string ClientSecret { get; set; } = "";

    /// <summary>The URL of the AWS access portal.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string StartUrl { get; set; } = "";

    private protected override object Target => ClientId;

    private protected override StartDeviceAuthorizationRequest CreateRequest() => new()
    {
        ClientId = ClientId,
        ClientSecret = ClientSecret,
        StartUrl = Login.Flows.StartUrl.Tidy(StartUrl),
    };

    private protected override DeviceAuthorization CreateOutput(StartDeviceAuthorizationResponse response) => new DeviceAuthorization(response)
    {
        ClientId = ClientId,
        ClientSecret = ClientSecret,
        Region = ResolvedRegion,
        SsoOidcEndpoint = ResolvedEndpoint,
    };
}
