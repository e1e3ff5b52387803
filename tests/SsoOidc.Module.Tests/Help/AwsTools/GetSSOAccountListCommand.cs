namespace SsoOidc.ModuleTests.Help.AwsTools;

[Cmdlet(VerbsCommon.Get, "SSOAccountList")]
public sealed class GetSSOAccountListCommand : AwsToolsCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string? AccessToken { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("MaxResults")]
    public int? MaxResult { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? NextToken { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter NoAutoIteration { get; set; }

    private protected override string Path => "/assignment/accounts";

    private protected override string? Token => AccessToken;
}
