namespace SsoOidc.ModuleTests.Help.AwsTools;

[Cmdlet(VerbsCommon.Get, "SSORoleCredential")]
public sealed class GetSSORoleCredentialCommand : AwsToolsCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string? AccessToken { get; set; }

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string? AccountId { get; set; }

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string? RoleName { get; set; }

    private protected override string Path => $"/federation/credentials?account_id={AccountId}&role_name={RoleName}";

    private protected override string? Token => AccessToken;

    // The keys are those that the fake endpoint's signed operation takes.
    private protected override object Output(string body)
    {
        Assert.Contains("ASIAFAKEROLE", body, StringComparison.Ordinal);
        var role = new PSObject();
        role.Properties.Add(new PSNoteProperty("AccessKeyId", Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID")));
        role.Properties.Add(new PSNoteProperty("SecretAccessKey", Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY")));
        role.Properties.Add(new PSNoteProperty("SessionToken", null));
        return role;
    }
}
