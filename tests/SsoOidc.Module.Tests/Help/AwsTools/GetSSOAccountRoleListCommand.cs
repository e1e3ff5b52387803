namespace SsoOidc.ModuleTests.Help.AwsTools;

[Cmdlet(VerbsCommon.Get, "SSOAccountRoleList")]
public sealed class GetSSOAccountRoleListCommand : AwsToolsCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string? AccessToken { get; set; }

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string? AccountId { get; set; }

    private protected override string Path => $"/assignment/roles?account_id={AccountId}";

    private protected override string? Token => AccessToken;
}
