@{
    Severity     = @('Error', 'Warning', 'Information')
    ExcludeRules = @(
        # build.ps1 and the tests talk to the person who runs them.
        'PSAvoidUsingWriteHost'
        # A variable of BeforeAll is used in the tests below it, which the rule does not see.
        'PSUseDeclaredVarsMoreThanAssignments'
        # The only functions are helpers of the build and the tests.
        'PSUseShouldProcessForStateChangingFunctions'
    )
    Rules        = @{
        PSAlignAssignmentStatement                = @{ Enable = $true; CheckHashtable = $true }
        PSAvoidUsingDoubleQuotesForConstantString = @{ Enable = $true }
        PSAvoidUsingPositionalParameters          = @{ Enable = $true; CommandAllowList = @('Invoke-DotNet') }
        PSPlaceCloseBrace                         = @{ Enable = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true }
        PSPlaceOpenBrace                          = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true }
        PSUseCompatibleSyntax                     = @{ Enable = $true; TargetVersions = @('5.1', '7.0') }
        PSUseConsistentIndentation                = @{ Enable = $true; IndentationSize = 4; Kind = 'space' }
        PSUseConsistentWhitespace                 = @{ Enable = $true; IgnoreAssignmentOperatorInsideHashTable = $true }
        PSUseCorrectCasing                        = @{ Enable = $true }
    }
}
